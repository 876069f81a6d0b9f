from django.db import migrations

from emergency.immutability import signed_stays
from records.numbers import CreateNumberSequence


class Migration(migrations.Migration):
    dependencies = [("emergency", "0003_emergencies")]

    operations = [CreateNumberSequence("emergency"), signed_stays()]
