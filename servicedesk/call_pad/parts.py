"""The parts of the pad that are fetched while the agent types. None of them changes anything."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from advisories.finding import spoken
from people.views.doors import Asked, asked_for, needs
from releases.models import Release
from servicedesk.call_pad import opening
from servicedesk.call_pad.about import about
from servicedesk.call_pad.answering import answered_with
from servicedesk.call_pad.caller import options, who
from servicedesk.call_pad.forms import PadForm
from servicedesk.call_pad.hints import hints, typed_from


@needs("call", "log")
@never_cache
@require_GET
def callers(request: Asked) -> HttpResponse:
    """The list below the caller field."""
    found = options(request.user, request.GET.get("q", ""))
    return render(request, "call_pad/callers.html", {"options": found})


@needs("call", "log")
@never_cache
@require_GET
def caller(request: Asked) -> HttpResponse:
    """The chosen caller's block, and what the desk knows of him."""
    given = request.GET
    found = who(
        request.user,
        text=given.get("caller", ""),
        number=given.get("number", ""),
        contact=given.get("contact", ""),
        customer=given.get("customer", ""),
    )
    site = found.contact.site_id if found.contact else None
    initial = {
        "contact": found.contact.pk if found.contact else "",
        "customer": found.customer.pk if found.customer else "",
        "caller_name": found.name,
        "number": found.number,
        "site": site,
        "is_new_contact": given.get("is_new_contact") == "on",
    }
    context = {
        "form": PadForm(user=request.user, caller=found, initial=initial),
        "caller": found,
        "about": about(request.user, found, site),
        "may_add_contacts": request.user.rights.may("customers", "edit"),
        "may_report": request.user.rights.may("discrepancy", "register"),
    }
    return render(request, "call_pad/caller_answer.html", context)


@needs("call", "log")
@never_cache
@require_POST
def hint(request: Asked) -> HttpResponse:
    """Storms, likely duplicates, a suggested grading and the promise. POST, for a long text fits no address."""
    typed = typed_from(request.POST)
    context = {"hints": hints(request.user, typed), "typed": typed, "user": request.user}
    return render(request, "call_pad/hints_answer.html", context)


@needs("call", "log")
@never_cache
@require_GET
def grading(request: Asked) -> HttpResponse:
    """Category, impact and urgency with the values asked for: a suggestion taken."""
    names = ("category", "impact", "urgency")
    initial = {name: request.GET.get(f"take_{name}") or request.GET.get(name, "") for name in names}
    return render(request, "call_pad/grading.html", {"form": PadForm(user=request.user, initial=initial)})


@needs("call", "log")
@never_cache
@require_GET
def article(request: Asked, number: str) -> HttpResponse:
    """What becomes of the call, with the plain words of an article or an advisory as the answer."""
    taken = spoken(request.user, number)
    if taken is None:
        raise Http404(number)
    context = {
        "form": PadForm(user=request.user, initial=answered_with(taken)),
        "article": taken,
        "may_register": request.user.rights.may("incident", "register"),
        "may_complain": request.user.rights.may("complaint", "register"),
    }
    return render(request, "call_pad/outcome.html", context)


@needs("call", "log")
@never_cache
@require_GET
def cause(request: Asked) -> HttpResponse:
    """The release that the agent takes for the cause, or none any more; logging looks whether it was offered."""
    number = asked_for(request, "release").upper()
    found = Release.objects.visible_to(request.user).filter(number=number).first() if number else None
    return render(request, "call_pad/cause.html", {"cause": found})


@needs("call", "log")
@never_cache
@require_GET
def began(request: Asked) -> HttpResponse:
    """The conversation begins with the first letter, not when the page before it was left open."""
    initial = {"opening": opening.open_now()}
    return render(request, "call_pad/opening.html", {"form": PadForm(user=request.user, initial=initial)})
