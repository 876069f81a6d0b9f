from django.db import migrations

TRIGGERS = """
CREATE FUNCTION refuse_to_rewrite_items() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Change the item again; that writes a further line.';
END
$$;
CREATE TRIGGER item_history_is_append_only BEFORE UPDATE OR DELETE ON cmdb_itemchange
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_items();
CREATE TRIGGER item_history_is_not_emptied BEFORE TRUNCATE ON cmdb_itemchange
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_items();
"""

UNDO = """
DROP TRIGGER item_history_is_append_only ON cmdb_itemchange;
DROP TRIGGER item_history_is_not_emptied ON cmdb_itemchange;
DROP FUNCTION refuse_to_rewrite_items();
"""


class Migration(migrations.Migration):
    dependencies = [("cmdb", "0004_drop_model_texts")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
