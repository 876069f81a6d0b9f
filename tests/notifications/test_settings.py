"""Settings of telling: rules, texts and webhooks as data that people change."""

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from notifications.composing import tell_all
from notifications.models import Delivery, Notice, Rule, Template, Webhook
from people import access_log
from people.models import AccessLog
from records.actions import remark
from tests import cast
from tests.notifications.receiver import receiver
from tests.notifications.telling import webhook

pytestmark = pytest.mark.django_db
PAGES = ("rules/", "rules/new/", "templates/", "templates/new/", "webhooks/", "webhooks/new/")


def client_of(role: str) -> Client:
    client = Client()
    client.force_login(cast.person(role))
    return client


def rule_data(**changed: Any) -> dict[str, Any]:
    """What the form of a rule sends: told to the owner when somebody remarks on a grave record."""
    return {
        "name": "Remarks on grave records",
        "code": "grave-remarks",
        "step": "remark",
        "people": ["owner"],
        "roles": ["desk:shift_leader"],
        "channels": ["in_app"],
        "template": str(Template.objects.get(key="watched").pk),
        "urgency": "1",
        "is_active": "on",
        "condition-TOTAL_FORMS": "2",
        "condition-INITIAL_FORMS": "0",
        "condition-0-field": "priority",
        "condition-0-operator": "<=",
        "condition-0-value": "2",
        "condition-1-field": "",
        **changed,
    }


@pytest.mark.parametrize(
    ("role", "status"), [("administrator", 200), ("supervisor", 200), ("auditor", 200), ("agent", 403)]
)
@pytest.mark.parametrize("page", PAGES)
def test_who_may_read_them(page: str, role: str, status: int) -> None:
    assert client_of(role).get(f"/settings/notices/{page}").status_code == status


@pytest.mark.parametrize("page", ["rules/new/", "templates/new/", "webhooks/new/"])
def test_who_may_only_read_changes_nothing(page: str) -> None:
    assert client_of("auditor").post(f"/settings/notices/{page}", rule_data()).status_code == 403
    assert not Rule.objects.filter(code="grave-remarks").exists()


def test_a_rule_that_somebody_makes_works_at_once() -> None:
    answer = client_of("administrator").post("/settings/notices/rules/new/", rule_data())
    assert answer.status_code == 302
    made = Rule.objects.get(code="grave-remarks")
    assert made.condition == [{"field": "priority", "operator": "<=", "value": 2}]
    assert made.recipients == ["owner", "desk:shift_leader"]
    owner = cast.agent()
    grave, small = cast.incident(by=owner, impact=1, urgency=1), cast.incident(by=owner)
    for incident in (grave, small):
        remark(incident, by=cast.agent(), text="Look at it.")
    tell_all()
    assert [notice.record_id for notice in Notice.objects.filter(rule=made, user=owner)] == [grave.pk]


def test_a_rule_shows_what_it_holds_and_keeps_it_when_saved_as_it_is() -> None:
    client = client_of("administrator")
    for rule in Rule.objects.all():
        form = client.get(f"/settings/notices/rules/{rule.pk}/").context
        data = {name: value for name, value in form["form"].initial.items() if value is not None}
        for name in ("needs_acknowledgement", "tells_actor", "is_active"):
            data[name] = "on" if data[name] else ""
        number = len(rule.condition)
        data |= {"condition-TOTAL_FORMS": number + 2, "condition-INITIAL_FORMS": number}
        for number, row in enumerate(form["conditions"].rows.initial):
            data |= {f"condition-{number}-{name}": value for name, value in row.items()}
        data["seen"] = form["form"]["seen"].value()
        answer = client.post(f"/settings/notices/rules/{rule.pk}/", data)
        assert answer.status_code == 302, (rule.code, answer.context["form"].errors)
        again = Rule.objects.get(pk=rule.pk)
        assert (again.condition, again.channels) == (rule.condition, rule.channels)
        assert sorted(again.recipients) == sorted(rule.recipients)


@pytest.mark.parametrize(
    ("changed", "named"),
    [
        ({"condition-0-value": "high"}, "is a whole number, and “high” is not"),
        ({"condition-0-operator": ""}, "Choose how it is compared."),
        ({"condition-0-operator": "changed"}, "takes no value"),
        ({"people": [], "roles": []}, "Say who is told."),
        ({"people": ["contact"], "step": "*"}, "A customer is not told of every step"),
        ({"people": ["everybody"]}, "everybody"),
        ({"template": ""}, "Choose the template"),
        ({"channels": []}, "This field is required."),
        ({"step": "fly"}, "fly"),
        ({"code": "assigned"}, "already exists"),
        ({"condition-TOTAL_FORMS": "1000000"}, "at most 20"),
        ({"condition-TOTAL_FORMS": "x"}, "ManagementForm"),
    ],
)
def test_a_slip_is_named_and_what_was_typed_is_kept(changed: dict[str, Any], named: str) -> None:
    answer = client_of("administrator").post("/settings/notices/rules/new/", rule_data(**changed))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert named in page
    assert "Remarks on grave records" in page
    assert not Rule.objects.filter(code="grave-remarks").exists()


def test_two_people_who_change_one_rule_lose_nothing() -> None:
    first, second = client_of("administrator"), client_of("administrator")
    first.post("/settings/notices/rules/new/", rule_data())
    made = Rule.objects.get(code="grave-remarks")
    here = f"/settings/notices/rules/{made.pk}/"
    page = second.get(here).context
    seen = {"seen": page["form"]["seen"].value(), "seen_condition": page["conditions"].seen}
    first.post(here, rule_data(name="Renamed", **{"condition-0-value": "3"}, **seen))
    # Another column goes through, and what the first one changed stays.
    assert second.post(here, rule_data(urgency="2", **seen)).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.urgency, made.condition[0]["value"]) == ("Renamed", 2, 3)
    # The same one is told first.
    answer = second.post(here, rule_data(name="Renamed too", **{"condition-0-value": "1"}, **seen))
    assert answer.status_code == 400
    assert "Renamed" in " ".join(answer.context["form"].errors["name"])
    assert "priority &lt;= 3" in answer.content.decode()


def test_who_changed_what_is_written_down() -> None:
    client = client_of("administrator")
    client.post("/settings/notices/rules/new/", rule_data())
    made = Rule.objects.get(code="grave-remarks")
    page = client.get(f"/settings/notices/rules/{made.pk}/").context
    seen = {"seen": page["form"]["seen"].value(), "seen_condition": page["conditions"].seen}
    changed = {"condition-0-value": "1", "needs_acknowledgement": "on"}
    client.post(f"/settings/notices/rules/{made.pk}/", rule_data(**changed, **seen))
    latest, first = access_log.about(made)
    assert (first.event, latest.event) == (AccessLog.Event.CREATED, AccessLog.Event.CHANGED)
    assert latest.changes["condition"] == ["priority <= 2", "priority <= 1"]
    assert latest.changes["needs_acknowledgement"] == ["no", "yes"]


def template_data(**changed: str) -> dict[str, str]:
    return {
        "name": "Grave",
        "key": "grave",
        "subject_en": "{number}",
        "body_en": "{title}",
        "subject_zh-hans": "",
        "body_zh-hans": "",
        "subject_zh-hant": "",
        "body_zh-hant": "",
        **changed,
    }


def test_a_template_is_made_changed_and_loses_a_language() -> None:
    client = client_of("administrator")
    both = template_data(**{"subject_zh-hans": "{number}", "body_zh-hans": "标题：{title}"})
    assert client.post("/settings/notices/templates/new/", both).status_code == 302
    made = Template.objects.get(key="grave")
    assert {text.language for text in made.wordings.all()} == {"en", "zh-hans"}
    client.post(f"/settings/notices/templates/{made.pk}/", template_data(body_en="Now: {title}"))
    assert [(text.language, text.body) for text in made.wordings.all()] == [("en", "Now: {title}")]


@pytest.mark.parametrize(
    ("changed", "field", "named"),
    [
        ({"body_en": "{nubmer}"}, "body_en", "{nubmer}"),
        ({"subject_en": "{number.__class__}"}, "subject_en", "no placeholder"),
        ({"subject_zh-hant": "{number}"}, "body_zh-hant", "both a subject and a text"),
        ({"subject_en": ""}, "subject_en", "required"),
    ],
)
def test_a_template_that_cannot_be_filled_is_refused(changed: dict[str, str], field: str, named: str) -> None:
    answer = client_of("administrator").post("/settings/notices/templates/new/", template_data(**changed))
    assert answer.status_code == 400
    assert named in " ".join(answer.context["form"].errors[field])
    assert not Template.objects.filter(key="grave").exists()


def test_a_preview_is_filled_from_a_record_that_the_person_sees() -> None:
    client, incident = client_of("administrator"), cast.incident(title="Printer on fire")
    data = {"language": "en", "subject_en": "{number}", "body_en": "{title} {nothing}"}
    assert b"{nothing}" in client.post("/settings/notices/templates/preview/", data).content
    page = client.post("/settings/notices/templates/preview/", data | {"body_en": "{title}"}).content.decode()
    assert "Printer on fire" in page
    assert incident.number in page


def test_a_secret_is_shown_once() -> None:
    client, owner = client_of("administrator"), cast.person("supervisor")
    data = {"name": "Tool", "url": "https://tool.example/hook", "owner": str(owner.pk), "is_active": "on"}
    page = client.post("/settings/notices/webhooks/new/", data, follow=True).content.decode()
    secret = Webhook.objects.get().secret
    assert secret in page
    here = f"/settings/notices/webhooks/{Webhook.objects.get().pk}/"
    assert secret not in client.get(here).content.decode()
    renewed = client.post(f"{here}secret/", follow=True).content.decode()
    assert secret not in renewed
    assert Webhook.objects.get().secret in renewed


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "https://user:pw@tool.example/", "ftp://tool.example/"])
def test_a_webhook_into_the_house_is_refused_by_the_form(url: str) -> None:
    data = {"name": "Tool", "url": url, "owner": str(cast.agent().pk), "is_active": "on"}
    answer = client_of("administrator").post("/settings/notices/webhooks/new/", data)
    assert answer.status_code == 400
    assert answer.context["form"].errors["url"]


def test_a_trial_stands_in_the_log(settings: Any) -> None:
    settings.ITSM_WEBHOOK_ALLOW_PRIVATE = True
    with receiver(answer=b"hello <b>there</b>") as there:
        hook = webhook(there.url)
        here = f"/settings/notices/webhooks/{hook.pk}/"
        page = client_of("administrator").post(f"{here}try/", follow=True).content.decode()
    assert Delivery.objects.get().status == 200
    assert "hello &lt;b&gt;" in page


def test_the_list_of_rules_reads_in_every_language() -> None:
    for language, _name in django_settings.LANGUAGES:
        client = Client()
        client.force_login(cast.person("administrator", language=language))
        page = (
            client.get("/settings/notices/rules/")
            .content.decode()
            .partition("<main")[2]
            .partition("</main>")[0]
        )
        assert "%(" not in page
        assert page.count("<tr id=") == Rule.objects.count()
