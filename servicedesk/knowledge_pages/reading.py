"""An article as it is read with a caller on the phone: his words first, large; what engineers know below."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from knowledge.links import DOCUMENTS
from knowledge.models import Article, Use
from knowledge.uses import Worth, worth_of
from people.models import User
from people.views.doors import asked_for
from records.links import back
from records.models import Record
from records.steps import open_steps
from servicedesk.records_pages.lookup import login_required, seen_record, user_of


@login_required
@require_safe
def article(request: HttpRequest, number: str) -> HttpResponse:
    """`for` names the record that it is read for: there it is said whether it helped."""
    user, found = user_of(request), seen_record(request, number)
    if not isinstance(found, Article):
        raise Http404(number)
    context = {
        "article": found,
        "is_published": found.state == "published",
        "worth": worth_of([found.pk]).get(found.pk, Worth()),
        "causes": list(Record.objects.visible_to(user).filter(pk__in=back(found, DOCUMENTS))),
        "steps": open_steps(found, user),
        "may_call": user.rights.may("call", "log"),
        **_read_for(request, user, found),
    }
    return render(request, "knowledge/article.html", context)


def _read_for(request: HttpRequest, user: User, found: Article) -> dict[str, Any]:
    if not (number := asked_for(request, "for")):
        return {}
    record = seen_record(request, number)
    tried = Use.objects.filter(article=found, record=record.pk).values_list("has_helped", flat=True).first()
    return {"record": record, "may_use": user.rights.may(record.kind, "remark"), "has_helped": tried}
