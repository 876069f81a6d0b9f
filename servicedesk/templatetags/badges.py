"""Priority, state and person, each with a word or an icon beside its colour."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from records.kinds import kind_named
from servicedesk.people_marks import hue_of, initials_of
from servicedesk.states import PRIORITIES, UNGRADED, look_of
from servicedesk.templatetags.drawing import drawn

register = template.Library()


@register.simple_tag
def priority(value: Any, short: bool = False) -> SafeString:
    """A priority from 1 to 5, or None. `short` shows the number and the icon, and keeps the word as title."""
    number = _whole(value)
    grade = PRIORITIES.get(number, UNGRADED)
    return drawn(
        "components/priority.html", number=number, word=str(grade.word), icon=grade.icon, short=short
    )


def _whole(value: Any) -> int:
    if isinstance(value, int):
        return value
    digits = "".join(letter for letter in str(value if value is not None else "") if letter.isdigit())
    return int(digits) if digits else 0


@register.simple_tag
def state(record: Any) -> SafeString:
    """The record's state in the words and tone that its kind declares."""
    declared = kind_named(record.kind).states[record.state]
    return badge(str(declared.label), declared.tone)


@register.simple_tag
def badge(word: str, tone: str = "active") -> SafeString:
    """Any word in a tone: new, active, waiting, done, ended, alarm."""
    look = look_of(tone)
    return drawn("components/state.html", word=str(word), tone=look.tone, icon=look.icon)


@register.simple_tag
def person(user: Any, href: str = "", size: str = "", only_mark: bool = False, empty: str = "") -> SafeString:
    """A chip with initials and name. None shows `empty` (by default "nobody yet")."""
    if user is None:
        return drawn("components/person.html", name="", empty=str(empty or _("nobody yet")))
    name = str(user)
    return drawn(
        "components/person.html",
        name=name,
        initials=initials_of(name),
        hue=hue_of(getattr(user, "pk", name)),
        href=href,
        size=size,
        only_mark=only_mark,
    )


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
