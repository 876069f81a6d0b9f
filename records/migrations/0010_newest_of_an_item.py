from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cmdb", "0005_append_only_history"),
        ("records", "0009_newest_of_all_kinds"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                models.F("item"),
                models.OrderBy(models.F("opened_at"), descending=True),
                name="record_item_newest",
            ),
        ),
        migrations.AlterField(
            model_name="record",
            name="item",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=models.deletion.PROTECT,
                related_name="records",
                to="cmdb.configurationitem",
                verbose_name="configuration item",
            ),
        ),
    ]
