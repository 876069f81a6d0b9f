"""The four exports of BPI Challenge 2014, DOI 10.4121/uuid:c3e5d162-0cfd-4bb0-bd82-af5268819c35."""

from zoneinfo import ZoneInfo

from importing.bpic14.rows import ActivityRow, CallRow, ChangeRow, IncidentRow
from importing.source import Table

SOURCE = "bpic14"
# The exports give the bank's wall clock without a zone; the bank is Dutch.
ZONE = ZoneInfo("Europe/Amsterdam")

CALLS = Table("Detail Interaction.csv", CallRow)
INCIDENTS = Table("Detail Incident.csv", IncidentRow)
CHANGES = Table("Detail Change.csv", ChangeRow)
ACTIVITIES = Table("EventLog.csv", ActivityRow)
