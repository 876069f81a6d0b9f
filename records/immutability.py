"""The journal cannot be rewritten: the database refuses, whoever asks."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION refuse_to_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Write a further entry that corrects the earlier one.';
END
$$;
CREATE TRIGGER journal_is_append_only BEFORE UPDATE OR DELETE ON records_journalentry
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER journal_is_not_emptied BEFORE TRUNCATE ON records_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
"""

UNDO = """
DROP TRIGGER journal_is_append_only ON records_journalentry;
DROP TRIGGER journal_is_not_emptied ON records_journalentry;
DROP FUNCTION refuse_to_rewrite();
"""


def append_only_journal() -> migrations.RunSQL:
    return migrations.RunSQL(TRIGGERS, UNDO)
