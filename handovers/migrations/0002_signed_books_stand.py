from django.db import migrations

TRIGGERS = """
CREATE FUNCTION refuse_to_change_signed_book() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.incoming_at IS NOT NULL THEN
        RAISE EXCEPTION 'both shifts have signed this book: % refused', TG_OP
            USING ERRCODE = 'restrict_violation', HINT = 'Write it into the book of the next shift.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION refuse_to_change_signed_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    handed_over timestamptz;
BEGIN
    SELECT outgoing_at INTO handed_over FROM handovers_book
        WHERE id = CASE WHEN TG_OP = 'DELETE' THEN OLD.book_id ELSE NEW.book_id END;
    IF handed_over IS NULL AND TG_OP = 'UPDATE' THEN
        SELECT outgoing_at INTO handed_over FROM handovers_book WHERE id = OLD.book_id;
    END IF;
    IF handed_over IS NOT NULL THEN
        RAISE EXCEPTION 'the outgoing shift has signed this book: % of a line refused', TG_OP
            USING ERRCODE = 'restrict_violation', HINT = 'Open the book again, unless both have signed it.';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER signed_book_stands BEFORE UPDATE OR DELETE ON handovers_book
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_signed_book();
CREATE TRIGGER signed_lines_stand BEFORE INSERT OR UPDATE OR DELETE ON handovers_line
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_signed_lines();
CREATE TRIGGER books_are_not_emptied BEFORE TRUNCATE ON handovers_book
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
CREATE TRIGGER lines_are_not_emptied BEFORE TRUNCATE ON handovers_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_rewrite();
"""

UNDO = """
DROP TRIGGER books_are_not_emptied ON handovers_book;
DROP TRIGGER lines_are_not_emptied ON handovers_line;
DROP TRIGGER signed_book_stands ON handovers_book;
DROP TRIGGER signed_lines_stand ON handovers_line;
DROP FUNCTION refuse_to_change_signed_book();
DROP FUNCTION refuse_to_change_signed_lines();
"""


class Migration(migrations.Migration):
    dependencies = [("handovers", "0001_initial"), ("records", "0002_append_only_journal")]

    operations = [migrations.RunSQL(TRIGGERS, UNDO)]
