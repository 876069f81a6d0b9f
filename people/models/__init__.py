"""Who there is: users and their roles, teams and skills; customers, their sites and contacts."""

from people.models.access import AccessLog, ApiToken, SignIn
from people.models.callers import CallerWords
from people.models.customers import Contact, Customer, PhoneNumber, Region, Site
from people.models.defaults import InstalledDefault
from people.models.names import Named
from people.models.rights import Right, Role, Scope, Sight
from people.models.users import DutyPost, Membership, Skill, Team, User

__all__ = [
    "AccessLog",
    "ApiToken",
    "CallerWords",
    "Contact",
    "Customer",
    "DutyPost",
    "InstalledDefault",
    "Membership",
    "Named",
    "PhoneNumber",
    "Region",
    "Right",
    "Role",
    "Scope",
    "Sight",
    "SignIn",
    "Site",
    "Skill",
    "Team",
    "User",
]
