"""Texts and rules that a desk starts with, laid down once."""

from notifications.defaults.advisories import ADVISORIES
from notifications.defaults.batch import Batch
from notifications.defaults.campaigns import CAMPAIGNS
from notifications.defaults.changes import CHANGES
from notifications.defaults.complaints import COMPLAINTS
from notifications.defaults.discrepancies import DISCREPANCIES
from notifications.defaults.emergency import EMERGENCIES
from notifications.defaults.problems import PROBLEMS
from notifications.defaults.releases import RELEASES
from notifications.defaults.roster import ROSTER
from notifications.defaults.rules import RULES, Start
from notifications.defaults.surges import SURGES
from notifications.defaults.texts import NAMES
from notifications.defaults.texts.en import EN
from notifications.defaults.texts.zh_hans import ZH_HANS
from notifications.defaults.texts.zh_hant import ZH_HANT
from notifications.defaults.visits import VISITS
from notifications.models import Rule, Template, Wording
from people.defaults import installs

LANGUAGES = {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}
FIRST = Batch("", NAMES, LANGUAGES, RULES)
# A further batch is one line here.
BATCHES = [
    FIRST,
    PROBLEMS,
    CHANGES,
    DISCREPANCIES,
    RELEASES,
    COMPLAINTS,
    VISITS,
    EMERGENCIES,
    ROSTER,
    CAMPAIGNS,
    ADVISORIES,
    SURGES,
]


def lay_down_templates(batch: Batch) -> None:
    for key, (name, hans, hant) in batch.names.items():
        template, _is_new = Template.objects.get_or_create(
            key=key, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )
        for language, texts in batch.texts.items():
            subject, body = texts[key]
            Wording.objects.get_or_create(
                template=template, language=language, defaults={"subject": subject, "body": body.strip()}
            )


def lay_down_rules(batch: Batch) -> None:
    templates = {template.key: template for template in Template.objects.all()}
    for position, start in enumerate(batch.rules, start=batch.position):
        _install(start, position, templates.get(start.template))


def _install(start: Start, position: int, template: Template | None) -> None:
    name, hans, hant = start.names
    Rule.objects.get_or_create(
        code=start.code,
        defaults={
            "name": name,
            "name_zh_hans": hans,
            "name_zh_hant": hant,
            "kind": start.kind,
            "step": start.step,
            "condition": start.condition,
            "recipients": list(start.recipients),
            "channels": list(start.channels),
            "template": template,
            "urgency": start.urgency,
            "needs_acknowledgement": start.needs_acknowledgement,
            "tells_actor": start.tells_actor,
            "position": position,
        },
    )


for _batch in BATCHES:
    _tail = f".{_batch.key}" if _batch.key else ""
    installs(f"notifications.templates{_tail}")(lambda batch=_batch: lay_down_templates(batch))  # type: ignore[misc]
    installs(f"notifications.rules{_tail}")(lambda batch=_batch: lay_down_rules(batch))  # type: ignore[misc]
