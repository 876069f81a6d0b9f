"""Everybody is told in his own language."""

import pytest
from django.utils import translation

from notifications.models import Notice, Template, Wording
from records.actions import advance
from tests import cast
from tests.notifications.telling import notices, rule, silence, template, told

pytestmark = pytest.mark.django_db


def test_each_reader_reads_his_own() -> None:
    agent = cast.agent()
    readers = [cast.engineer("network", language=code) for code in ("en", "zh-hans", "zh-hant")]
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    subjects = []
    for reader in readers:
        told(reader)
        (notice,) = notices(reader)
        assert notice.language == reader.language
        subjects.append(notice.subject)
    assert "is with" in subjects[0]
    assert "已分派给" in subjects[1]
    assert "已指派給" in subjects[2]


def test_the_language_of_the_worker_does_not_matter() -> None:
    agent, reader = cast.agent(), cast.engineer("network", language="en")
    advance(cast.incident(by=agent), "assign", by=agent, team=cast.team("network"))
    with translation.override("zh-hant"):
        told(reader)
    assert "is with" in notices(reader)[0].subject


@pytest.mark.parametrize(
    ("written", "wanted", "expected"),
    [
        (("en", "zh-hans"), "zh-hant", "zh-hans"),
        (("en", "zh-hant"), "zh-hans", "zh-hant"),
        (("en",), "zh-hans", "en"),
        (("zh-hant",), "en", "zh-hant"),
    ],
)
def test_what_is_not_written_is_read_in_the_nearest_language(
    written: tuple[str, ...], wanted: str, expected: str
) -> None:
    made = Template.objects.create(key="x", name="x")
    for code in written:
        Wording.objects.create(template=made, language=code, subject=code, body=code)
    found = made.wording_in(wanted)
    assert found is not None
    assert found.language == expected


def test_labels_in_a_text_are_in_the_language_of_the_text() -> None:
    silence()
    made = template(body="{priority}", zh_hans=("{number}", "{team}"))
    rule("assign", "team", template=made)
    agent, reader = cast.agent(), cast.engineer("network", language="zh-hans")
    network = cast.team("network")
    network.name_zh_hans = "网络组"
    network.save()
    advance(cast.incident(by=agent), "assign", by=agent, team=network)
    told(reader)
    assert Notice.objects.get(user=reader).body == "网络组"
