from django.db import migrations

CARRY_OVER = """
    UPDATE records_record SET reopenings = incident.reopen_count
    FROM incidents_incident AS incident
    WHERE incident.record_ptr_id = records_record.id AND incident.reopen_count > 0
"""
CARRY_BACK = """
    UPDATE incidents_incident SET reopen_count = record.reopenings
    FROM records_record AS record
    WHERE incidents_incident.record_ptr_id = record.id AND record.reopenings > 0
"""


class Migration(migrations.Migration):
    """Queues ask for what came back, and everything they ask for stands on the shared table."""

    dependencies = [
        ("incidents", "0005_hints"),
        ("records", "0007_reopenings"),
    ]

    operations = [
        migrations.RunSQL(CARRY_OVER, CARRY_BACK),
        migrations.RemoveField(model_name="incident", name="reopen_count"),
    ]
