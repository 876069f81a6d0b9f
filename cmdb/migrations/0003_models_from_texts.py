from django.db import migrations

# A model was written as one text: it becomes the name of a product model whose vendor nobody has told yet.
MAKE = """
INSERT INTO cmdb_productmodel (vendor, name, revision, item_class_id, is_active)
SELECT '', model_text, '', CASE WHEN count(DISTINCT item_class_id) = 1 THEN min(item_class_id) END, true
FROM cmdb_configurationitem WHERE model_text <> '' GROUP BY model_text
ON CONFLICT DO NOTHING
"""
POINT = """
UPDATE cmdb_configurationitem item SET model_id = made.id
FROM cmdb_productmodel made
WHERE item.model_text <> '' AND made.name = item.model_text AND made.vendor = '' AND made.revision = ''
"""
BACK = """
UPDATE cmdb_configurationitem item SET model_text = left(concat_ws(' ', nullif(made.vendor, ''), made.name,
    nullif(made.revision, '')), 150), model_id = NULL
FROM cmdb_productmodel made WHERE made.id = item.model_id
"""


class Migration(migrations.Migration):
    dependencies = [("cmdb", "0002_truth_and_relations")]

    operations = [
        migrations.RunSQL(MAKE, migrations.RunSQL.noop),
        migrations.RunSQL(POINT, BACK),
    ]
