from django.db import migrations

from records.numbers import CreateNumberSequence


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial")]

    operations = [CreateNumberSequence("campaign")]
