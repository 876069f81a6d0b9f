"""What is counted after emergencies under fire, and what must come out."""

from __future__ import annotations

from tests.faults.prepare_emergencies import SAMPLE

# Transition → how often it stands in the journal of one emergency.
ONCE = ("register", "propose", "sign", "contain", "verify", "end")
CALLED = 4  # three roles and one post
ENTRIES = "FROM records_journalentry e JOIN emergency_emergency m ON m.record_ptr_id = e.record_id"
NOTICES = (
    "FROM notifications_notice n JOIN records_journalentry e ON e.id = n.entry_id"
    " JOIN emergency_emergency m ON m.record_ptr_id = n.record_id"
)
ATTACHED = (
    "FROM emergency_attachedincident a JOIN records_journalentry e ON e.record_id = a.incident_id"
    " AND e.step = '{}'"
)


def counts(emergencies: int, calls: int, mails: int) -> dict[str, tuple[str, int]]:
    """What is counted → how, and what must come out."""
    return {
        **_journal(emergencies),
        **_work(emergencies, emergencies * calls),
        **_told(emergencies, mails),
    }


def _journal(emergencies: int) -> dict[str, tuple[str, int]]:
    found = {"emergencies": ("SELECT count(*) FROM emergency_emergency", emergencies)}
    for step in ONCE:
        found[f"times {step} stands in a journal"] = (
            f"SELECT count(*) {ENTRIES} WHERE e.step = '{step}'",
            emergencies,
        )
        found[f"emergencies with {step}"] = (
            f"SELECT count(DISTINCT e.record_id) {ENTRIES} WHERE e.step = '{step}'",
            emergencies,
        )
    return found | {
        "roll-calls answered": (
            f"SELECT count(*) {ENTRIES} WHERE e.step = 'answer_roll_call'",
            emergencies * CALLED,
        ),
        "signatures": (
            "SELECT count(DISTINCT signature) FROM emergency_emergency WHERE signature <> ''",
            emergencies,
        ),
        "entries without outbox": (
            f"""SELECT count(*) {ENTRIES} WHERE NOT EXISTS
                (SELECT FROM records_outboxevent o WHERE o.entry_id = e.id)""",
            0,
        ),
    }


def _work(emergencies: int, calls: int) -> dict[str, tuple[str, int]]:
    resolved, joined = ATTACHED.format("resolve"), ATTACHED.format("attached_to_emergency")
    return {
        "calls logged": ("SELECT count(*) FROM calls_call WHERE direction = 'in'", calls),
        "incidents attached": ("SELECT count(*) FROM emergency_attachedincident", calls),
        "incidents resolved": (f"SELECT count(DISTINCT a.id) {resolved}", calls),
        "times an incident was resolved": (f"SELECT count(*) {resolved}", calls),
        "times an incident was told that it is attached": (f"SELECT count(*) {joined}", calls),
        "lines of the roll-call": ("SELECT count(*) FROM emergency_called", emergencies * CALLED),
        "people called twice": (
            "SELECT count(*) - count(DISTINCT (emergency_id, user_id)) FROM emergency_called",
            0,
        ),
        "engineers sent": ("SELECT count(*) FROM visits_visit", emergencies),
        "tasks of the roll-call": ("SELECT count(DISTINCT follow_up_id) FROM emergency_called", emergencies * CALLED),
        "samples drawn": ("SELECT count(*) FROM outreach_campaign", emergencies),
        "customers called back": (
            "SELECT count(DISTINCT task_id) FROM outreach_attempt",
            emergencies * SAMPLE,
        ),
        "call-backs": ("SELECT count(*) FROM outreach_attempt", emergencies * SAMPLE),
    }  # fmt: skip


def _told(emergencies: int, mails: int) -> dict[str, tuple[str, int]]:
    ends = f"{NOTICES} WHERE e.step = 'end' AND n.channel = 'email'"
    mail = (
        "SELECT {} FROM notifications_sentmail s JOIN notifications_notice n"
        " ON s.message_id LIKE '<notice-' || n.id || '@%'"
    )
    return {
        "notices written twice": (
            """SELECT count(*) - count(DISTINCT (rule_id, entry_id, user_id, contact_id, channel))
               FROM notifications_notice WHERE entry_id IS NOT NULL""",
            0,
        ),
        "told under the bell that it is in force": (
            f"SELECT count(*) {NOTICES} WHERE e.step = 'sign' AND n.channel = 'in_app'",
            emergencies * (CALLED + 1),  # and the shift leader
        ),
        "notices of the end": (f"SELECT count(DISTINCT (n.record_id, n.user_id)) {ends}", emergencies * mails),
        "notices of the end twice": (f"SELECT count(*) - count(DISTINCT (n.record_id, n.user_id)) {ends}", 0),
        "mails of the end": (
            f"{mail.format('count(DISTINCT n.id)')} WHERE n.id IN (SELECT n.id {ends})",
            emergencies * mails,
        ),
        # A worker that dies between handing over and noting it: the same mail again, under the same Message-ID.
        "mails sent again that nobody could tell from the first": (
            f"""{mail.format("count(*)")} WHERE n.attempts < 2 AND EXISTS
                (SELECT FROM notifications_sentmail o WHERE o.message_id = s.message_id AND o.id < s.id)""",
            0,
        ),
        "notices that were never handed over": (
            "SELECT count(*) FROM notifications_notice WHERE state NOT IN ('sent', 'read', 'acknowledged')",
            0,
        ),
    }  # fmt: skip
