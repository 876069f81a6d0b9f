from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("cmdb", "0003_models_from_texts")]

    operations = [migrations.RemoveField(model_name="configurationitem", name="model_text")]
