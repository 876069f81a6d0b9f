"""What the roles of an installation may do and see of a kind, as tables to hold against one written out by hand."""

from collections import defaultdict

from people.models import Right, Role, Sight


def granted(kind: str) -> dict[str, set[str]]:
    """Role → the doors and steps that it may take; every role is there."""
    found: dict[str, set[str]] = defaultdict(set)
    for slug, step in Right.objects.filter(kind=kind).values_list("role__slug", "step"):
        found[slug].add(step)
    return {slug: found[slug] for slug in Role.objects.values_list("slug", flat=True)}


def seen(kind: str) -> dict[str, str]:
    """Role → how far it sees."""
    return dict(Sight.objects.filter(kind=kind).values_list("role__slug", "scope"))
