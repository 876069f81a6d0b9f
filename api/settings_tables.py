"""Every table of the settings by REST, as its page declares it; and the texts, rules and webhooks of telling."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import QueryDict

from api.directory import opens
from api.edited import Edited, Filled
from api.settings_pieces import CONDITION, WEEK, FilledRule, FilledTable
from notifications.forms import RuleForm, TemplateForm, WebhookForm
from notifications.models import Rule, Template, Webhook
from people.models import User
from servicedesk.settings_pages.places import GROUPS
from servicedesk.settings_pages.removal import take_away
from servicedesk.settings_pages.tables import SettingsTable
from servicedesk.settings_pages.weeks import WeekPart

TELLING: Mapping[str, Edited] = {
    "notice-rules": Edited(
        name="NoticeRule",
        about="Who is told of what, by which channel, in which words.",
        model=Rule,
        fields=RuleForm.base_fields,
        area="settings",
        rows=lambda user: Rule.objects.select_related("template"),
        open=lambda row, data, user: FilledRule(row, data),
        filters=("kind", "step", "is_active"),
        pieces={"condition": CONDITION},
    ),
    "notice-templates": Edited(
        name="NoticeTemplate",
        about="What a notice says, in each language of the desk.",
        model=Template,
        fields=TemplateForm(instance=Template()).fields,
        area="settings",
        rows=lambda user: Template.objects.prefetch_related("wordings"),
        open=opens(TemplateForm),
        words=("name", "name_zh_hans", "name_zh_hant", "key"),
    ),
    "webhooks": Edited(
        name="Webhook",
        about="Other systems that are told. The secret of one is shown by its page alone.",
        model=Webhook,
        fields=WebhookForm.base_fields,
        area="settings",
        rows=lambda user: Webhook.objects.select_related("owner"),
        open=opens(WebhookForm),
        words=("name", "name_zh_hans", "name_zh_hant", "url"),
        filters=("is_active", "owner"),
    ),
}


def _opens(table: SettingsTable) -> Callable[[Any, QueryDict | None, User], Filled]:
    return lambda row, data, user: FilledTable(table, row, data=data)


def edited_of(table: SettingsTable) -> Edited:
    return Edited(
        name="".join(word.title() for word in table.name.split("-")).removesuffix("s") + "Setting",
        about=str(table.hint),
        model=table.model,
        fields=table.form.base_fields,
        area="settings",
        rows=lambda user: table.rows(),
        open=_opens(table),
        words=table.search,
        filters=table.narrowed_by,
        pieces={"week": WEEK} if WeekPart in table.parts else {},
        remove=take_away,
    )


def settings_tables() -> dict[str, Edited]:
    places = [place for group in GROUPS for place in group.places]
    tables = [place for place in places if isinstance(place, SettingsTable)]
    return {table.name: edited_of(table) for table in tables} | dict(TELLING)
