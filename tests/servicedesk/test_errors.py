"""A refusal says what happened, why, and what to do: as a page, or as a message beside the form that stays."""

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path

from people.rights import Forbidden
from records.errors import Conflict, Refused, Stale
from servicedesk import errors

RAISED = {
    "bad": BadRequest("the framework's own words"),
    "denied": PermissionDenied(),
    "absent": Http404("No Incident matches the given query."),
    "refused": Refused("It is closed already. A supervisor can reopen it."),
    "forbidden": Forbidden("incident.resolve"),
    "stale": Stale([Conflict("title", "Title", "<b>theirs</b>", "yours", "Li Na", None)], 4),
    "broken": RuntimeError("secret of the house"),
    "away": OperationalError("connection to server at secret failed"),
}
STATUS = {
    "bad": 400,
    "denied": 403,
    "absent": 404,
    "refused": 409,
    "forbidden": 403,
    "stale": 409,
    "broken": 500,
    "away": 503,
}


@login_not_required
def fall(request: HttpRequest, how: str) -> HttpResponse:
    raise RAISED[how]


urlpatterns = [
    path("fall/<how>/", fall),
    path("api/fall/<how>/", fall),
    path("", include("servicedesk.urls")),
]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.server_error

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def ask(how: str, **headers: str) -> HttpResponse:
    return Client(raise_request_exception=False).get(f"/fall/{how}/", headers=headers)


@pytest.mark.parametrize("how", RAISED)
def test_a_page_says_what_happened_and_what_to_do(how: str) -> None:
    answer = ask(how)
    told = errors.REFUSED if how == "refused" else errors.TROUBLES[STATUS[how]]
    assert answer.status_code == STATUS[how]
    assert str(told.title) in answer.content.decode()
    assert str(told.remedy) in answer.content.decode()


@pytest.mark.parametrize("how", [how for how, status in STATUS.items() if status < 500])
def test_a_fragment_becomes_a_message_and_the_form_stays(how: str) -> None:
    answer = ask(how, **{"HX-Request": "true"})
    assert answer.status_code == STATUS[how]
    assert answer["HX-Retarget"] == "#toasts"
    assert "<html" not in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_refused_step_says_why_and_who_can_and_blames_nobody(headers: dict[str, str]) -> None:
    told = ask("refused", **headers).content.decode()
    assert "It is closed already. A supervisor can reopen it." in told
    assert "Somebody was faster" not in told
    assert "Somebody was faster" in ask("stale", **headers).content.decode()


def test_a_stale_form_is_told_what_changed_and_by_whom() -> None:
    page = ask("stale").content.decode()
    assert "Li Na" in page
    assert "&lt;b&gt;theirs&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("how", "secret"),
    [("broken", "secret"), ("away", "secret"), ("absent", "No Incident matches"), ("bad", "framework")],
)
def test_what_is_meant_for_builders_is_not_shown(how: str, secret: str) -> None:
    assert secret not in ask(how).content.decode()


def test_a_database_that_is_away_is_named_and_when_to_try_again() -> None:
    assert ask("away")["Retry-After"] == str(errors.RETRY_AFTER)


def test_a_program_is_told_in_its_own_form() -> None:
    client = Client(raise_request_exception=False)
    for how, status in (("broken", 500), ("away", 503)):
        answer = client.get(f"/api/fall/{how}/")
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
        assert answer.json()["status"] == status
        assert "secret" not in answer.content.decode()


def test_a_broken_page_asks_the_database_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert errors.server_error(RequestFactory().get("/")).status_code == 500


def test_a_broken_template_is_still_a_sentence(monkeypatch) -> None:
    def broken(*given: object) -> str:
        raise OSError

    monkeypatch.setattr(errors, "render_to_string", broken)
    answer = errors.server_error(RequestFactory().get("/"))
    assert (answer.status_code, answer["Content-Type"]) == (500, "text/plain")


def test_a_form_that_stood_open_too_long_says_so() -> None:
    answer = Client(enforce_csrf_checks=True).post("/preferences/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


@override_settings(DEBUG=False, TESTING=False)
@pytest.mark.parametrize("address", ["/style/", "/style/step/", "/style/part/"])
def test_an_installation_has_no_style_page(address: str) -> None:
    assert Client().get(address).status_code == 404
