from django.db import migrations

from records.numbers import CreateNumberSequence

TRIGGERS = """
CREATE TRIGGER advisory_versions_are_append_only BEFORE UPDATE OR DELETE ON advisories_advisoryversion
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER advisory_versions_are_not_emptied BEFORE TRUNCATE ON advisories_advisoryversion
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
"""

UNDO = """
DROP TRIGGER advisory_versions_are_append_only ON advisories_advisoryversion;
DROP TRIGGER advisory_versions_are_not_emptied ON advisories_advisoryversion;
"""


class Migration(migrations.Migration):
    dependencies = [("advisories", "0001_initial"), ("records", "0002_append_only_journal")]

    operations = [CreateNumberSequence("advisory"), migrations.RunSQL(TRIGGERS, UNDO)]
