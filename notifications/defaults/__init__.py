"""Texts and rules that a desk starts with, laid down once."""

from notifications.defaults.rules import RULES, Start
from notifications.defaults.texts import NAMES
from notifications.defaults.texts.en import EN
from notifications.defaults.texts.zh_hans import ZH_HANS
from notifications.defaults.texts.zh_hant import ZH_HANT
from notifications.models import Rule, Template, Wording
from people.defaults import installs

LANGUAGES = {"en": EN, "zh-hans": ZH_HANS, "zh-hant": ZH_HANT}


@installs("notifications.templates")
def install_templates() -> None:
    for key, (name, hans, hant) in NAMES.items():
        template, _is_new = Template.objects.get_or_create(
            key=key, defaults={"name": name, "name_zh_hans": hans, "name_zh_hant": hant}
        )
        for language, texts in LANGUAGES.items():
            subject, body = texts[key]
            Wording.objects.get_or_create(
                template=template, language=language, defaults={"subject": subject, "body": body.strip()}
            )


@installs("notifications.rules")
def install_rules() -> None:
    templates = {template.key: template for template in Template.objects.all()}
    for position, start in enumerate(RULES):
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
            "position": position,
        },
    )
