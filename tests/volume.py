"""Many rows at once, copied inside the database: for tests of what a plan costs, not of what a door does."""

from django.db import connection

from incidents.models import Incident
from records.models import Record


def history(of: Incident, count: int, *, open_every: int) -> None:
    """`count` copies of an incident, one a minute backwards in time; each `open_every`-th open, the others closed."""
    shared = _columns(Record, but={"id", "number", "opened_at", "closed_at", "resolved_at"})
    own = _columns(Incident, but={"record_ptr_id"})
    last = of.pk + count
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO records_record (id, number, opened_at, closed_at, resolved_at, {shared})"
            " SELECT id + n, 'OLD' || n, opened_at - n * interval '1 minute', ended, ended, "
            + shared
            + " FROM records_record, generate_series(1, %s) n,"
            " LATERAL (SELECT CASE WHEN n %% %s > 0 THEN now() - n * interval '1 minute' END ended) state"
            " WHERE id = %s",
            [count, open_every, of.pk],
        )
        cursor.execute(
            f"INSERT INTO incidents_incident (record_ptr_id, {own}) SELECT record_ptr_id + n, {own}"
            " FROM incidents_incident, generate_series(1, %s) n WHERE record_ptr_id = %s",
            [count, of.pk],
        )
        cursor.execute(
            "INSERT INTO records_searchwords (record_id, words) SELECT record_id + n, words"
            " FROM records_searchwords, generate_series(1, %s) n WHERE record_id = %s",
            [count, of.pk],
        )
        cursor.execute("SELECT setval(pg_get_serial_sequence('records_record', 'id'), %s)", [last])
        for table in ("records_record", "incidents_incident", "records_searchwords"):
            cursor.execute(f"ANALYZE {table}")


def _columns(model: type[Record], *, but: set[str]) -> str:
    return ", ".join(
        f'"{field.column}"' for field in model._meta.local_concrete_fields if field.column not in but
    )


def plan(sql: str) -> str:
    """How the database would answer the query."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row for (row,) in cursor.fetchall())
