from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("records", "0012_about_person"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(
                condition=models.Q(("step", "reopen")), fields=["at"], name="journal_reopened"
            ),
        ),
    ]
