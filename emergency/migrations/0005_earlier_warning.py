import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("emergency", "0004_signed_stays")]
    operations = [
        migrations.AlterField(
            model_name="surgerule",
            name="odds",
            field=models.PositiveIntegerField(
                default=10000,
                help_text="How improbable so many reports must be at this hour of the week.",
                validators=[
                    django.core.validators.MinValueValidator(100),
                    django.core.validators.MaxValueValidator(1000000000),
                ],
                verbose_name="early warning at odds of one in",
            ),
        ),
    ]
