"""The rules and texts a desk starts with."""

import pytest
from django.conf import settings

from notifications import wording
from notifications.defaults import LANGUAGES
from notifications.defaults.rules import RULES
from notifications.defaults.texts import NAMES
from notifications.models import Rule, Wording

pytestmark = pytest.mark.django_db


def test_every_rule_passes_its_own_check() -> None:
    assert {rule.code for rule in Rule.objects.all()} == {start.code for start in RULES}
    for rule in Rule.objects.all():
        rule.full_clean()


def test_every_text_passes_its_own_check() -> None:
    for text in Wording.objects.all():
        text.full_clean()


def test_every_template_is_written_in_every_language() -> None:
    languages = {code for code, _name in settings.LANGUAGES}
    assert set(LANGUAGES) == languages
    for texts in LANGUAGES.values():
        assert texts.keys() == NAMES.keys()


@pytest.mark.parametrize("key", NAMES)
def test_each_language_says_the_same_things(key: str) -> None:
    said = {
        language: wording.names_in(subject) | wording.names_in(body)
        for language, texts in LANGUAGES.items()
        for subject, body in [texts[key]]
    }
    assert said["zh-hans"] == said["en"]
    assert said["zh-hant"] == said["en"]


def test_every_template_is_used() -> None:
    assert set(NAMES) == {start.template for start in RULES if start.template}


def test_traditional_texts_hold_no_simplified_characters() -> None:
    simplified = "单号电话员务户请谢处级达报应这为们时间级优动发现责负门确认续评论"
    traditional = "單號電話員務戶請謝處級達報應這為們時間級優動發現責負門確認續評論"
    only_simplified = {one for one, other in zip(simplified, traditional, strict=True) if one != other}
    texts = "".join(subject + body for subject, body in LANGUAGES["zh-hant"].values())
    assert only_simplified & set(texts) == set()
