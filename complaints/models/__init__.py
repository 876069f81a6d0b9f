from complaints.models.complaint import Complaint
from complaints.models.reference import Cause, Limit

__all__ = ["Cause", "Complaint", "Limit"]
