"""Teams, skills and duty posts."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from people.forms.users import DutyPostForm, SkillForm, TeamForm
from people.models import DutyPost, Skill, Team
from people.views.doors import NAMED, Asked, context, holding, needs, page_of, words_typed
from people.views.editing import edit, locked


@require_safe
@needs("people", "see")
def teams(request: Asked) -> HttpResponse:
    in_use = Q(is_active=request.GET.get("state") != "off")
    found = Team.objects.filter(in_use, holding(NAMED, words_typed(request))).select_related("lead")
    counted = found.annotate(size=Count("members", filter=Q(members__is_active=True))).order_by("name", "pk")
    told = {"page": page_of(counted, request), "state": request.GET.get("state", "")}
    return render(request, "people/teams.html", context(request, **told))


@needs("people", "edit")
def new_team(request: Asked) -> HttpResponse:
    return edit(request, TeamForm, Team, template="people/team_form.html", go_on=_teams)


@needs("people", "edit")
def edit_team(request: Asked, pk: int) -> HttpResponse:
    return edit(
        request,
        TeamForm,
        lambda: locked(request, Team.objects.all(), pk),
        template="people/team_form.html",
        go_on=_teams,
    )


def _teams(row: Team) -> str:
    return reverse("people:teams")


@require_safe
@needs("people", "see")
def skills(request: Asked) -> HttpResponse:
    found = Skill.objects.filter(holding(NAMED, words_typed(request))).prefetch_related("holders")
    return render(request, "people/skills.html", context(request, page=page_of(found, request)))


@needs("people", "edit")
def new_skill(request: Asked) -> HttpResponse:
    return edit(request, SkillForm, Skill, template="people/skill_form.html", go_on=_skills)


@needs("people", "edit")
def edit_skill(request: Asked, pk: int) -> HttpResponse:
    return edit(
        request,
        SkillForm,
        lambda: locked(request, Skill.objects.all(), pk),
        template="people/skill_form.html",
        go_on=_skills,
    )


def _skills(row: Skill) -> str:
    return reverse("people:skills")


@require_safe
@needs("people", "see")
def duty_posts(request: Asked) -> HttpResponse:
    in_use = Q(is_active=request.GET.get("state") != "off")
    found = DutyPost.objects.filter(in_use, holding(NAMED, words_typed(request)))
    page = page_of(found.select_related("first_holder", "second_holder").order_by("name", "pk"), request)
    told = {"page": page, "state": request.GET.get("state", "")}
    return render(request, "people/duty_posts.html", context(request, **told))


@needs("people", "edit")
def new_duty_post(request: Asked) -> HttpResponse:
    return edit(request, DutyPostForm, DutyPost, template="people/duty_post_form.html", go_on=_duty_posts)


@needs("people", "edit")
def edit_duty_post(request: Asked, pk: int) -> HttpResponse:
    return edit(
        request,
        DutyPostForm,
        lambda: locked(request, DutyPost.objects.all(), pk),
        template="people/duty_post_form.html",
        go_on=_duty_posts,
    )


def _duty_posts(row: DutyPost) -> str:
    return reverse("people:duty-posts")
