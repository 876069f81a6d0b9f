from django.db import migrations

from records.immutability import append_only_journal


class Migration(migrations.Migration):
    dependencies = [("records", "0001_initial")]

    operations = [append_only_journal()]
