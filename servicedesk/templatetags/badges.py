"""Priority, state and person, each with a word or an icon beside its colour."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from records.kinds import kind_named
from servicedesk.people_marks import hue_of, initials_of
from servicedesk.states import PRIORITIES, UNGRADED, look_of

register = template.Library()


@register.inclusion_tag("components/priority.html")
def priority(value: Any, short: bool = False) -> dict[str, Any]:
    """A priority from 1 to 5, or None. `short` shows the number and the icon, and keeps the word as title."""
    grade = PRIORITIES.get(_whole(value), UNGRADED)
    return {"number": _whole(value), "word": grade.word, "icon": grade.icon, "short": short}


def _whole(value: Any) -> int:
    digits = "".join(letter for letter in str(value if value is not None else "") if letter.isdigit())
    return int(digits) if digits else 0


@register.inclusion_tag("components/state.html")
def state(record: Any) -> dict[str, Any]:
    """The record's state in the words and tone that its kind declares."""
    declared = kind_named(record.kind).states[record.state]
    return {"word": declared.label, "look": look_of(declared.tone)}


@register.inclusion_tag("components/state.html")
def badge(word: str, tone: str = "active") -> dict[str, Any]:
    """Any word in a tone: new, active, waiting, done, ended, alarm."""
    return {"word": word, "look": look_of(tone)}


@register.inclusion_tag("components/person.html")
def person(
    user: Any, href: str = "", size: str = "", only_mark: bool = False, empty: str = ""
) -> dict[str, Any]:
    """A chip with initials and name. None shows `empty` (by default "nobody yet")."""
    if user is None:
        return {"name": "", "empty": empty or _("nobody yet")}
    name = str(user)
    return {
        "name": name,
        "initials": initials_of(name),
        "hue": hue_of(getattr(user, "pk", name)),
        "href": href,
        "size": size,
        "only_mark": only_mark,
    }


@register.inclusion_tag("components/presence.html")
def presence(people: Any, label: str = "") -> dict[str, Any]:
    """Who else is here: up to five marks, then a number; every name is told to a screen reader."""
    everyone = list(people)
    return {
        "shown": [_mark(one) for one in everyone[:5]],
        "more": max(0, len(everyone) - 5),
        "names": ", ".join(str(one) for one in everyone),
        "label": label or _("Also here"),
    }


def _mark(one: Any) -> dict[str, Any]:
    name = str(one)
    return {"name": name, "initials": initials_of(name), "hue": hue_of(getattr(one, "pk", name))}
