"""The rules and texts a desk starts with."""

import pytest
from django.conf import settings

from notifications import wording
from notifications.defaults import BATCHES
from notifications.defaults.batch import Batch
from notifications.models import Rule, Wording

pytestmark = pytest.mark.django_db

each_batch = pytest.mark.parametrize("batch", BATCHES, ids=lambda batch: batch.key or "first")


def test_every_rule_passes_its_own_check() -> None:
    assert {rule.code for rule in Rule.objects.all()} == {
        start.code for batch in BATCHES for start in batch.rules
    }
    for rule in Rule.objects.all():
        rule.full_clean()


def test_every_text_passes_its_own_check() -> None:
    for text in Wording.objects.all():
        text.full_clean()


@each_batch
def test_every_template_is_written_in_every_language(batch: Batch) -> None:
    languages = {code for code, _name in settings.LANGUAGES}
    assert set(batch.texts) == languages
    for texts in batch.texts.values():
        assert texts.keys() == batch.names.keys()


@each_batch
def test_each_language_says_the_same_things(batch: Batch) -> None:
    said = {
        language: {
            key: wording.names_in(subject) | wording.names_in(body) for key, (subject, body) in texts.items()
        }
        for language, texts in batch.texts.items()
    }
    assert said["zh-hans"] == said["en"]
    assert said["zh-hant"] == said["en"]


def test_every_template_is_used() -> None:
    # What the roster tells comes by no rule: its texts are named by roster.models.News.
    written = {key for batch in BATCHES if batch.rules for key in batch.names}
    assert written == {start.template for batch in BATCHES for start in batch.rules if start.template}


def test_traditional_texts_hold_no_simplified_characters() -> None:
    simplified = "单号电话员务户请谢处级达报应这为们时间级优动发现责负门确认续评论"
    traditional = "單號電話員務戶請謝處級達報應這為們時間級優動發現責負門確認續評論"
    only_simplified = {one for one, other in zip(simplified, traditional, strict=True) if one != other}
    texts = "".join(subject + body for batch in BATCHES for subject, body in batch.texts["zh-hant"].values())
    assert only_simplified & set(texts) == set()
