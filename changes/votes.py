"""The board's judgement: seats in a round, votes, and when they decide."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from people.models import User

if TYPE_CHECKING:
    from changes.models import Approval

VOTES = (("yes", _("I agree")), ("no", _("I refuse")))


def ask_the_board(change: Any) -> None:
    """Give each member of the board a seat in this round. Raises ValidationError where there is no board."""
    from changes.models import Approval, Board

    board = Board.objects.filter(sort=change.sort).first()
    members = list(board.members.filter(is_active=True)) if board else []
    if not members:
        raise ValidationError(_now("No board judges changes of this sort: name its members in the settings."))
    Approval.objects.bulk_create(
        [Approval(change_id=change.pk, round=change.voting_round, member=member) for member in members]
    )


def open_seats(change: Any) -> Any:
    return change.approvals.filter(round=change.voting_round, vote="")


def seat_of(change: Any, user: User) -> "Approval | None":
    """The seat this person may vote from: his own, else that of a member who is away and named him."""
    today = timezone.localdate()
    seats = open_seats(change)
    own = seats.filter(member=user).first()
    if own is not None:
        return own
    for_others = seats.filter(
        member__delegations__delegate=user,
        member__delegations__from_on__lte=today,
        member__delegations__until_on__gte=today,
    )
    return for_others.first()


def delegates_of(members: list[User]) -> list[User]:
    """Who votes for one of these members today."""
    from changes.models import Delegation

    today = timezone.localdate()
    rows = Delegation.objects.filter(member__in=members, from_on__lte=today, until_on__gte=today)
    return [row.delegate for row in rows.select_related("delegate") if row.delegate.is_active]


def cast_vote(change: Any, *, by: User, vote: str, note: str) -> "Approval":
    """Write the vote and answer the seat. Called inside the step, under the change's row lock: a seat votes once."""
    seat = seat_of(change, by)
    assert seat is not None, "the step is closed to who has no seat"
    seat.vote, seat.by, seat.note, seat.voted_at = vote, by, note, timezone.now()
    seat.save(update_fields=["vote", "by", "note", "voted_at"])
    return seat


def words_of(seat: "Approval") -> dict[str, str]:
    """How a vote reads in the journal, in each of the desk's languages: the journal is read by everybody."""
    told = {}
    for key, language in (("label", "en"), ("zh_hans", "zh-hans"), ("zh_hant", "zh-hant")):
        with translation.override(language):
            words = str(dict(VOTES)[seat.vote])
            for_whom = _now("%(vote)s, for %(member)s") % {"vote": words, "member": seat.member}
            told[key] = words if seat.by_id == seat.member_id else for_whom
    return told


def quorum_of(change: Any) -> int:
    """So many must agree: the board's quorum, or all where the board is smaller."""
    from changes.models import Board

    seats = change.approvals.filter(round=change.voting_round).count()
    quorum = Board.objects.filter(sort=change.sort).values_list("quorum", flat=True).first() or 1
    return min(max(quorum, 1), seats)


def outcome_of(change: Any) -> str:
    """ "approve" as soon as enough agree, "reject" as soon as enough cannot any more, else nothing yet."""
    votes = list(change.approvals.filter(round=change.voting_round).values_list("vote", flat=True))
    agreed, still_open, needed = votes.count("yes"), votes.count(""), quorum_of(change)
    if agreed >= needed:
        return "approve"
    return "reject" if agreed + still_open < needed else ""
