from django.db import migrations

from records.numbers import CreateNumberSequence


class Migration(migrations.Migration):
    dependencies = [("changes", "0001_initial")]

    operations = [CreateNumberSequence("change"), CreateNumberSequence("parts_order")]
