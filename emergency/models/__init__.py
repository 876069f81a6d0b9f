from emergency.models.drills import Drill, DrillCall
from emergency.models.emergencies import AttachedIncident, Check, Emergency, Evidence
from emergency.models.plans import Plan, PlanDuty, PlanPost, PlanVersion
from emergency.models.roll_call import Called, DrillCallBack
from emergency.models.surge import Lookout, Surge, SurgeRule, UsualWeek, Watched

__all__ = [
    "AttachedIncident",
    "Called",
    "Check",
    "Drill",
    "DrillCall",
    "DrillCallBack",
    "Emergency",
    "Evidence",
    "Lookout",
    "Plan",
    "PlanDuty",
    "PlanPost",
    "PlanVersion",
    "Surge",
    "SurgeRule",
    "UsualWeek",
    "Watched",
]
