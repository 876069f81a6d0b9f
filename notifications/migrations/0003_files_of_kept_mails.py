import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_about_no_record"),
    ]

    operations = [
        migrations.CreateModel(
            name="SentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="name")),
                ("content_type", models.CharField(max_length=100)),
                ("content", models.BinaryField()),
                (
                    "mail",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="files",
                        to="notifications.sentmail",
                        verbose_name="mail",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a kept mail",
                "verbose_name_plural": "files of kept mails",
                "ordering": ["id"],
            },
        ),
    ]
