"""Who there is: users and their roles, teams and skills; customers, their sites and contacts."""

from people.models.customers import Contact, Customer, PhoneNumber, Site
from people.models.defaults import InstalledDefault
from people.models.names import Named
from people.models.rights import Right, Role, Scope, Sight
from people.models.users import Membership, Skill, Team, User

__all__ = [
    "Contact",
    "Customer",
    "InstalledDefault",
    "Membership",
    "Named",
    "PhoneNumber",
    "Right",
    "Role",
    "Scope",
    "Sight",
    "Site",
    "Skill",
    "Team",
    "User",
]
