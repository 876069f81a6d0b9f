"""What is signed cannot be rewritten: the database refuses, whoever asks."""

from django.db import migrations

TRIGGERS = """
CREATE FUNCTION refuse_to_rewrite_signed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is signed: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', HINT = 'Write a next version, and have it signed.';
END
$$;
CREATE FUNCTION refuse_line_of_signed_plan() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    version bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.version_id ELSE OLD.version_id END;
BEGIN
    IF EXISTS (SELECT FROM emergency_planversion WHERE id = version AND signed_at IS NOT NULL) THEN
        RAISE EXCEPTION '% belongs to a signed plan: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'restrict_violation', HINT = 'Write a next version, and have it signed.';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
CREATE TRIGGER signed_plan_stays BEFORE UPDATE OR DELETE ON emergency_planversion
    FOR EACH ROW WHEN (OLD.signed_at IS NOT NULL) EXECUTE FUNCTION refuse_to_rewrite_signed();
CREATE TRIGGER signed_posts_stay BEFORE INSERT OR UPDATE OR DELETE ON emergency_planpost
    FOR EACH ROW EXECUTE FUNCTION refuse_line_of_signed_plan();
CREATE TRIGGER signed_duties_stay BEFORE INSERT OR UPDATE OR DELETE ON emergency_planduty
    FOR EACH ROW EXECUTE FUNCTION refuse_line_of_signed_plan();
CREATE TRIGGER signature_stays BEFORE UPDATE ON emergency_emergency
    FOR EACH ROW WHEN (
        OLD.signature <> ''
        AND (OLD.signature, OLD.signed_at, OLD.signed_by_id, OLD.proposed_by_id, OLD.plan_version_id, OLD.is_drill)
        IS DISTINCT FROM
        (NEW.signature, NEW.signed_at, NEW.signed_by_id, NEW.proposed_by_id, NEW.plan_version_id, NEW.is_drill)
    ) EXECUTE FUNCTION refuse_to_rewrite_signed();
CREATE TRIGGER evidence_stays BEFORE UPDATE OR DELETE ON emergency_evidence
    FOR EACH ROW EXECUTE FUNCTION refuse_to_rewrite_signed();
"""

UNDO = """
DROP TRIGGER evidence_stays ON emergency_evidence;
DROP TRIGGER signature_stays ON emergency_emergency;
DROP TRIGGER signed_duties_stay ON emergency_planduty;
DROP TRIGGER signed_posts_stay ON emergency_planpost;
DROP TRIGGER signed_plan_stays ON emergency_planversion;
DROP FUNCTION refuse_line_of_signed_plan();
DROP FUNCTION refuse_to_rewrite_signed();
"""


def signed_stays() -> migrations.RunSQL:
    return migrations.RunSQL(TRIGGERS, UNDO)
