"""Who answers for a new record: a person of a service desk, whoever brought it in."""

from people.models import Team, User


def desk_for(by: User, *, owner: User | None, desk: Team | None) -> tuple[User, Team | None]:
    """The owner and desk of a record that `by` registers.

    A person of a desk owns what he registers. What comes from elsewhere (another tool, an engineer) goes to the
    desk's lead, who hands it over; with no desk at all it stays with who brought it.
    """
    if owner is not None and desk is not None:
        return owner, desk
    desks = list(Team.objects.filter(is_desk=True, is_active=True).select_related("lead").order_by("pk"))
    holder = owner or by
    mine = [team for team in desks if team.pk in holder.rights.team_ids]
    chosen = desk or next(iter(mine or desks), None)
    if owner is None and not mine and chosen is not None and chosen.lead is not None:
        return chosen.lead, chosen
    return holder, chosen
