"""A form that two people may have open at once: what the other one changed is merged, or told, never overwritten."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any, Generic, TypeVar, cast

from django import forms
from django.core import signing
from django.db.models import Model
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from people import access_log

M = TypeVar("M", bound=Model)
SALT = "people.forms.seen"


def plain(value: Any) -> Any:
    """A value as it can be compared and written down: rows by their key, sets of rows in order."""
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (date, time)):
        return value.isoformat()
    if hasattr(value, "__iter__") and not isinstance(value, str):
        return sorted(plain(one) for one in value)
    # Browsers send lines apart by two characters, whoever wrote them by one.
    return "" if value is None else value.replace("\r\n", "\n") if isinstance(value, str) else value


class LosslessForm(forms.ModelForm, Generic[M]):  # type: ignore[type-arg]
    """Carries what its reader saw. On the way back three versions meet: seen, in the database now, and typed.

    Give it a locked instance when it comes back, or somebody may save between the look and the write.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = self._sealed
        self.merged: list[str] = []

    def own_fields(self) -> Iterator[str]:
        """The fields people fill in."""
        return (
            name for name, field in self.fields.items() if not field.widget.is_hidden and not field.disabled
        )

    def _now(self, name: str) -> Any:
        return self.get_initial_for_field(self.fields[name], name)

    def _sealed(self) -> str:
        return signing.dumps({name: plain(self._now(name)) for name in self.own_fields()}, salt=SALT)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk is None:
            return cleaned
        seen = self._read_seen(cleaned.get("seen", ""))
        stale = [name for name in seen if name in cleaned and plain(self._now(name)) != seen[name]]
        for name in stale:
            self._meet(name, seen[name], cleaned)
        if self.errors:
            self._see_as_now()
        return cleaned

    def _read_seen(self, sealed: str) -> dict[str, Any]:
        try:
            seen: dict[str, Any] = signing.loads(sealed, salt=SALT)
        except signing.BadSignature:
            return {}
        return {name: value for name, value in seen.items() if name in self.fields}

    def _meet(self, name: str, was: Any, cleaned: dict[str, Any]) -> None:
        mine, theirs = plain(cleaned[name]), plain(self._now(name))
        if mine == was:
            cleaned[name] = self.fields[name].clean(self.fields[name].prepare_value(theirs))
            self.merged.append(name)
        elif mine != theirs:
            self.add_error(name, forms.ValidationError(self._told(name), code="stale"))

    def _told(self, name: str) -> str:
        latest = next((line for line in access_log.about(self.instance) if name in line.changes), None)
        words = {"value": self.shown(name, self._now(name)) or "–"}
        if latest is None:
            return _("Meanwhile this became “%(value)s”. Save again to put yours in its place.") % words
        words |= {"person": str(latest.by), "time": date_format(localtime(latest.at), "H:i")}
        return (
            _("%(person)s made this “%(value)s” at %(time)s. Save again to put yours in its place.") % words
        )

    def _see_as_now(self) -> None:
        """What is shown again has seen what is told with it, so that saving once more goes through."""
        sent = cast("QueryDict", self.data).copy()
        sent[self.add_prefix("seen")] = self._sealed()
        self.data = sent

    def shown(self, name: str, value: Any) -> str:
        """A value in the words of its choices."""
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return _("yes") if value else _("no")
        wanted = {str(one) for one in plain(value)} if isinstance(plain(value), list) else {str(plain(value))}
        if isinstance(field, forms.ModelChoiceField):
            rows = field.queryset.filter(pk__in=wanted - {""}) if field.queryset is not None else ()
            return ", ".join(str(row) for row in rows)
        if isinstance(field, forms.ChoiceField):
            choices = cast("list[tuple[Any, Any]]", field.choices)
            return ", ".join(str(label) for key, label in choices if str(key) in wanted)
        return str(plain(value))

    def told_changes(self) -> dict[str, list[str]]:
        """What this form changes, for the log: field to [before, after] in words. Call it before saving."""
        changed = (name for name in self.changed_data if name in self.cleaned_data and name != "seen")
        pairs = {
            name: [self.shown(name, self._now(name)), self.shown(name, self.cleaned_data[name])]
            for name in changed
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}

    def save(self, commit: bool = True) -> M:
        return cast("M", super().save(commit))

    def _save_m2m(self) -> None:
        super()._save_m2m()  # type: ignore[misc]  # Django's place to save rows of rows; not in its types
