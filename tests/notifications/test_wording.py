"""Texts with placeholders: safe whatever stands in a record, and checked when they are saved."""

from string import ascii_lowercase

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notifications import wording
from notifications.facts import Facts
from notifications.models import Template, Wording
from notifications.placeholders import Values, known
from people.models import Contact, User
from records.actions import revise
from tests import cast

HOSTILE = [
    "{{number}}",
    "{number.__class__}",
    "{owner.password}",
    "{0}",
    "{}",
    "{% load static %}{{ settings.SECRET_KEY }}",
    "%(number)s ${number}",
    "<script>alert(1)</script>",
    "{number!r:>100000000}",
]


@pytest.mark.parametrize("title", HOSTILE)
def test_what_stands_in_a_record_is_never_read_as_a_placeholder(title: str) -> None:
    values = {"title": title, "number": "INC0000001"}
    assert wording.fill("{number}: {title}", values) == f"INC0000001: {title}"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{nubmer}", "{nubmer}"),
        ("{number.__class__.__mro__}", "“{number.__class__.__mro__”"),
        ("{number[0]}", "“{number[0]”"),
        ("{number!r}", "“{number”"),
        ("{number:>1000000000}", "“{number”"),
        ("{}", "“{”"),
        ("{0}", "“{0”"),
        ("{number", "A brace stands alone"),
        ("number}", "A brace stands alone"),
        ("{num\nber}", "is no placeholder"),
    ],
)
def test_a_text_that_names_anything_else_is_refused(text: str, named: str) -> None:
    with pytest.raises(ValidationError) as refused:
        wording.check(text)
    assert named in " ".join(refused.value.messages)


def test_the_refusal_names_the_field_and_what_there_is() -> None:
    with pytest.raises(ValidationError) as refused:
        Wording(template=Template(key="x"), language="en", subject="{nothing}", body="{number}").clean()
    assert list(refused.value.message_dict) == ["subject"]
    assert "{nothing}" in refused.value.messages[0]
    assert "{number}" in refused.value.messages[0]


def test_braces_can_be_written() -> None:
    assert wording.fill("{{number}} is {number}", {"number": "1"}) == "{number} is 1"


def test_a_line_whose_placeholders_are_all_empty_is_left_out() -> None:
    text = "First\nDue: {due_at}\nWith: {assignee} {team}\n\n\n{note}\n\nLast"
    assert wording.fill(text, {"team": "Network"}) == "First\nWith:  Network\n\nLast"


def test_a_subject_is_one_line() -> None:
    assert wording.subject_line("a\r\nBcc: b\u2028c") == "a Bcc: b c"
    assert len(wording.subject_line("x" * 1_000)) == 300


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60), st.dictionaries(st.text(ascii_lowercase, max_size=6), st.text(max_size=9)))
def test_a_text_that_passes_can_be_filled_with_anything(text: str, values: dict[str, str]) -> None:
    try:
        wording.check(text)
    except ValidationError:
        return
    assert isinstance(wording.fill(text, values), str)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans", "zh-hant"])
def test_every_placeholder_has_a_value_for_a_colleague_and_for_a_customer(language: str) -> None:
    customer = cast.customer()
    contact = cast.contact(customer)
    incident = cast.incident(customer=customer, contact=contact, service=cast.service())
    incident = revise(incident, by=incident.owner, title="Another")
    entry = incident.journal.last()
    assert entry is not None
    readers: list[User | Contact] = [cast.agent(), contact]
    for reader in readers:
        with translation.override(language):
            values = Values(Facts(incident, entry), reader)
            assert {name: type(values[name]) for name in known()} == dict.fromkeys(known(), str)


@pytest.mark.django_db
def test_what_a_placeholder_says_of_another_record_is_its_number_alone() -> None:
    from records.actions import advance

    agent = cast.agent()
    secret, child = cast.incident(by=agent, title="Secret matter"), cast.incident(by=agent)
    child = advance(child, "attach", by=agent, parent=secret)
    entry = child.journal.last()
    assert entry is not None
    values = Values(Facts(child, entry), agent)
    told = values["parent"] + values["changes"] + values["sentence"]
    assert secret.number in told
    assert "Secret" not in told
