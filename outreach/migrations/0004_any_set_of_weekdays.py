from typing import Any

from django.db import migrations

import outreach.weekdays

NUMBERED = {"workdays": "12345", "six": "123456", "every": "1234567"}


def number_the_days(apps: Any, schema_editor: Any) -> None:
    campaigns = apps.get_model("outreach", "Campaign").objects
    for word, days in NUMBERED.items():
        campaigns.filter(days=word).update(days=days)


def name_the_days(apps: Any, schema_editor: Any) -> None:
    """What no word says becomes every day that it lies within."""
    campaigns = apps.get_model("outreach", "Campaign").objects
    for word, days in NUMBERED.items():
        campaigns.filter(days__regex=f"^[{days}]*$").update(days=word)


class Migration(migrations.Migration):
    dependencies = [("outreach", "0003_what_a_call_led_to")]
    operations = [
        migrations.RunPython(number_the_days, name_the_days),
        migrations.AlterField(
            model_name="campaign",
            name="days",
            field=outreach.weekdays.WeekdaysField(default="12345", max_length=7, verbose_name="days"),
        ),
    ]
