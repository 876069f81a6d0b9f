"""One row as its page sends it: form and parts together, kept in one transaction, with a line in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from people import access_log
from people.models import AccessLog, User
from servicedesk.settings_pages.forms.controls import offer_rows
from servicedesk.settings_pages.tables import SettingsTable


@dataclass(frozen=True)
class Kept:
    """What was kept. `merged` are labels of fields that others had changed meanwhile, and which stay as they are."""

    row: Any
    is_changed: bool
    merged: tuple[str, ...] = ()


class Sheet:
    def __init__(
        self,
        table: SettingsTable,
        row: Model,
        *,
        data: Mapping[str, Any] | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        self.table, self.row = table, row
        self.form = table.form(data, instance=row, initial=dict(initial or {}))
        offer_rows(self.form)
        self.parts = [part(data, self.form.instance) for part in table.parts]

    def is_valid(self) -> bool:
        # Every one of them, so that all errors are told at once; the form first, for parts look at its row.
        return all([self.form.is_valid(), *(part.is_valid() for part in self.parts)])

    def keep(self, *, by: User, request: HttpRequest | None = None) -> Kept | None:
        """Save what changed. None where the database refused it: the form then says why."""
        try:
            with transaction.atomic():
                return self._keep(by, request)
        except IntegrityError:
            told = _("Somebody kept the like of it at this very moment. Look at the list, then try again.")
            self.form.add_error(None, told)
        except ValidationError as refused:
            self.form.add_error(None, refused.messages)
        return None

    def _keep(self, by: User, request: HttpRequest | None) -> Kept:
        is_new = self.row._state.adding
        own = self.form.told_changes()
        is_own_changed = bool(set(self.form.changed_data) - {"seen", *self.form.merged})
        by_part = [(part, part.changes()) for part in self.parts]
        changes = own | {name: pair for _part, told in by_part for name, pair in told.items()}
        # What changes nothing is not saved: a calendar that was saved has every clock counted again.
        if is_new or is_own_changed:
            self.form.save()
        for part, told in by_part:
            if told:
                part.save(self.form.instance)
        is_changed = is_new or is_own_changed or bool(changes)
        if is_changed:
            event = AccessLog.Event.CREATED if is_new else AccessLog.Event.CHANGED
            access_log.note(event, by=by, subject=self.form.instance, changes=changes, request=request)
        merged = tuple(str(self.form.fields[name].label) for name in self.form.merged)
        return Kept(self.form.instance, is_changed, merged)
