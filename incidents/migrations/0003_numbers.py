from django.db import migrations

from records.numbers import CreateNumberSequence


class Migration(migrations.Migration):
    dependencies = [("incidents", "0002_initial")]

    operations = [CreateNumberSequence("incident")]
