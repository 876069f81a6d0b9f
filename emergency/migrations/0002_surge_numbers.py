from django.db import migrations

from records.numbers import CreateNumberSequence


class Migration(migrations.Migration):
    dependencies = [("emergency", "0001_surges")]
    operations = [CreateNumberSequence("surge")]
