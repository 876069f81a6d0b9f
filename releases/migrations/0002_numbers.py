from django.db import migrations

from records.numbers import CreateNumberSequence


class Migration(migrations.Migration):
    dependencies = [("releases", "0001_initial")]

    operations = [CreateNumberSequence("release")]
