import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_numbers")]

    operations = [
        migrations.AlterField(
            model_name="use",
            name="article",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="records.record",
                verbose_name="article",
            ),
        )
    ]
