"""Who there is, by REST: customers, their sites and contacts; users, teams and skills. As the pages of people."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from api.edited import Edited, Filled, OneForm
from people import granting
from people.directory import contacts_for, customers_for
from people.forms.customers import ContactForm, CustomerForm, SiteForm
from people.forms.users import DutyPostForm, RoleForm, SkillForm, TeamForm, UserForm
from people.models import Contact, Customer, DutyPost, Role, Site, Skill, Team, User


def opens(form: type[Any]) -> Callable[[Any, QueryDict | None, User], Filled]:
    return lambda row, data, user: OneForm(form(data, instance=row))


def _open_user(row: User, data: QueryDict | None, by: User) -> Filled:
    return OneForm(UserForm(data, instance=row, by=by), granting.keep_user)


def _sites(user: User) -> QuerySet[Site]:
    return Site.objects.filter(customer__in=customers_for(user)).select_related("customer")


def _contacts(user: User) -> QuerySet[Contact]:
    return contacts_for(user).select_related("customer", "site").prefetch_related("phone_numbers")


def _recognised(contact: Contact) -> list[str]:
    """The numbers in the one form that calls are matched by, as far as they are possible numbers."""
    numbers = sorted(contact.phone_numbers.all(), key=lambda number: number.pk)
    return [number.e164 for number in numbers if number.e164]


DIRECTORY: Mapping[str, Edited] = {
    "customers": Edited(
        name="Customer",
        about="Customers, as far as you may look them up.",
        model=Customer,
        fields=CustomerForm.base_fields,
        area="customers",
        rows=customers_for,
        open=opens(CustomerForm),
        filters=("region", "is_key_account", "is_active"),
    ),
    "sites": Edited(
        name="Site",
        about="Places of customers.",
        model=Site,
        fields=SiteForm.base_fields,
        area="customers",
        rows=_sites,
        open=opens(SiteForm),
        words=("name", "name_zh_hans", "name_zh_hant", "code", "address"),
        filters=("customer",),
        made_for="customer",
        owners=customers_for,
    ),
    "contacts": Edited(
        name="Contact",
        about="People at customers', with their numbers as somebody wrote them.",
        model=Contact,
        fields=ContactForm.base_fields,
        area="customers",
        rows=_contacts,
        open=opens(ContactForm),
        words=("name", "email"),
        filters=("customer", "site", "is_active"),
        made_for="customer",
        owners=customers_for,
        lines=("numbers",),
        asked=("is_wanted_twice",),
        more={"recognised_numbers": _recognised},
    ),
    "users": Edited(
        name="User",
        about="Accounts with their roles, teams and skills. Passwords, second steps and tokens are not for REST.",
        model=User,
        fields=UserForm.base_fields,
        area="people",
        rows=lambda user: User.objects.filter(is_system=False).prefetch_related(
            "roles", "teams", "skills", "customers"
        ),
        open=_open_user,
        words=("name", "username", "email"),
        filters=("roles", "teams", "is_active"),
    ),
    "teams": Edited(
        name="Team",
        about="Who works on something together.",
        model=Team,
        fields=TeamForm.base_fields,
        area="people",
        rows=lambda user: Team.objects.select_related("lead").prefetch_related("members"),
        open=opens(TeamForm),
        filters=("is_desk", "is_active"),
    ),
    "skills": Edited(
        name="Skill",
        about="What somebody is able to do.",
        model=Skill,
        fields=SkillForm.base_fields,
        area="people",
        rows=lambda user: Skill.objects.prefetch_related("holders"),
        open=opens(SkillForm),
    ),
    "duty-posts": Edited(
        name="DutyPost",
        about="What somebody must always look after, with its holders A and B.",
        model=DutyPost,
        fields=DutyPostForm.base_fields,
        area="people",
        rows=lambda user: DutyPost.objects.select_related("first_holder", "second_holder"),
        open=opens(DutyPostForm),
        filters=("is_active",),
    ),
}

ROLE = Edited(
    name="Role",
    about="Parts that people play.",
    model=Role,
    fields=RoleForm.base_fields,
    area="rights",
    rows=lambda user: Role.objects.all(),
    open=opens(RoleForm),
)
