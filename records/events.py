"""Journal entries that are no step of a life: remarks, files, follow-ups, clocks, calls. Each is told once, here or
in the app that writes it, so that page, notice and REST speak of it in the same words."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from records.lifecycle import Text


@dataclass(frozen=True, kw_only=True)
class Event:
    """`sentence` completes "Wang Li …" and may name what the entry's changes hold: "attached %(file)s"."""

    name: str
    label: Text
    sentence: Text
    icon: str = "point"
    tone: str = ""


_events: dict[str, Event] = {}


def register_event(event: Event) -> Event:
    _events[event.name] = event
    return event


def event_named(name: str) -> Event | None:
    return _events.get(name)


def events() -> list[Event]:
    return list(_events.values())


for _event in (
    Event(name="register", label=_("Register"), sentence=_("registered it"), icon="plus", tone="new"),
    Event(name="revise", label=_("Revise"), sentence=_("revised it"), icon="edit"),
    Event(name="remark", label=_("Remark"), sentence=_("remarked"), icon="message"),
    Event(
        name="attach_file",
        label=_("Attach a file"),
        sentence=_("attached the file %(file)s"),
        icon="paperclip",
    ),
    Event(
        name="ask",
        label=_("Ask for something"),
        sentence=_("asked %(asked_of)s for “%(what)s”, due %(due_at)s"),
        icon="help-circle",
        tone="waiting",
    ),
    Event(
        name="answer",
        label=_("Answer a follow-up"),
        sentence=_("answered “%(what)s”"),
        icon="message-reply",
        tone="done",
    ),
    Event(
        name="withdraw",
        label=_("Withdraw a follow-up"),
        sentence=_("withdrew “%(what)s”"),
        icon="arrow-back-up",
    ),
    Event(
        name="lapse",
        label=_("Follow-up without meaning"),
        sentence=_("closed “%(what)s”, asked of %(asked_of)s: it has lost its meaning"),
        icon="circle-minus",
    ),
    Event(
        name="call_in",
        label=_("Call received"),
        sentence=_("took a call from %(call)s"),
        icon="phone-incoming",
    ),
    Event(
        name="call_out",
        label=_("Call made"),
        sentence=_("called %(call)s"),
        icon="phone-outgoing",
    ),
    Event(
        name="clock_warned",
        label=_("Clock warned"),
        sentence=_("warned: %(percent)s %% of the time for “%(metric)s” are gone, due %(due_at)s"),
        icon="hourglass-low",
        tone="waiting",
    ),
    Event(
        name="clock_breached",
        label=_("Clock overdue"),
        sentence=_("told that “%(metric)s” fell due at %(due_at)s"),
        icon="alert-triangle",
        tone="alarm",
    ),
    Event(
        name="retimed",
        label=_("Clock counted again"),
        sentence=_("counted “%(metric)s” again after an agreement changed: due %(due_at)s"),
        icon="clock-edit",
    ),
):
    register_event(_event)
