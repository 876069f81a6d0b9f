"""From an advisory to the calls that read it out."""

import pytest

from outreach.advising import plan_calls
from outreach.models import Campaign
from records.errors import Refused
from tests import cast
from tests.advisories.people import PLAIN, advisory, published
from tests.client import client_of

pytestmark = pytest.mark.django_db


def test_what_is_published_becomes_the_script_of_a_draft() -> None:
    found, supervisor = published(), cast.person("supervisor")
    client = client_of(supervisor)
    assert b"Plan calls with its words" in client.get(found.get_absolute_url()).content
    answer = client.post(f"/advisories/{found.number}/calls/")
    campaign = Campaign.objects.get()
    assert answer["Location"] == f"/campaigns/{campaign.number}/"
    assert (campaign.state, campaign.purpose, campaign.script) == ("drafted", "advisory", PLAIN)
    assert campaign.for_record_id == found.pk


def test_a_draft_nobody_published_is_not_read_out() -> None:
    draft = advisory()
    with pytest.raises(Refused):
        plan_calls(draft, by=cast.person("supervisor"))
    assert not Campaign.objects.exists()


def test_who_may_write_no_campaign_is_refused() -> None:
    found, auditor = published(), cast.person("auditor")
    client = client_of(auditor)
    assert b"Plan calls with its words" not in client.get(found.get_absolute_url()).content
    assert client.post(f"/advisories/{found.number}/calls/").status_code == 403
    assert not Campaign.objects.exists()


def test_another_kind_has_no_words_to_read_out() -> None:
    incident = cast.incident()
    assert (
        client_of(cast.person("supervisor")).post(f"/advisories/{incident.number}/calls/").status_code == 404
    )
