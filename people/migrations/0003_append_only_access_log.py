from django.db import migrations

TRIGGERS = """
CREATE FUNCTION refuse_to_rewrite_access() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Write a further line that corrects the earlier one.';
END
$$;
CREATE TRIGGER access_log_is_append_only BEFORE UPDATE OR DELETE ON people_accesslog
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_access();
CREATE TRIGGER access_log_is_not_emptied BEFORE TRUNCATE ON people_accesslog
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite_access();
"""

UNDO = """
DROP TRIGGER access_log_is_append_only ON people_accesslog;
DROP TRIGGER access_log_is_not_emptied ON people_accesslog;
DROP FUNCTION refuse_to_rewrite_access();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_access_and_callers")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
