"""An incident audit log of a ServiceNow instance, UCI 498, DOI 10.24432/C57S4H."""

from importing.servicenow.rows import AuditRow
from importing.source import Table

SOURCE = "servicenow"

AUDIT_LOG = Table("incident_event_log.csv", AuditRow)
