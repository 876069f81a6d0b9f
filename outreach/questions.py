"""The questions of a campaign: written while it is a draft, and read as typed answers afterwards."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cmdb.models import ProductModel
from outreach.links import QUESTIONS_WRITTEN
from people.models import User
from records import journal
from records.errors import Refused
from records.live import announce
from records.models import Record

if TYPE_CHECKING:
    from outreach.models import Campaign, Question

MOST_QUESTIONS = 30
LONGEST_ANSWER = 4_000
YES, NO = "yes", "no"
MODEL_LENGTH = 150
MOST_DIGITS, PLACES = 14, 6


@transaction.atomic
def write_questions(
    campaign: "Campaign", *, by: User, questions: Sequence[dict[str, Any]], via: str = "page"
) -> list["Question"]:
    """Put these questions in place of the campaign's. Each: text, sort, options, is_required.

    Raises Forbidden, Refused once it is approved, ValidationError by the number of the question.
    """
    from outreach.models import Question

    by.rights.require("campaign", "revise")
    Record.objects.select_for_update().only("pk").get(pk=campaign.pk)
    campaign.refresh_from_db()
    if campaign.state != "drafted":
        raise Refused(_("It is approved as it stands: take it back to the draft first."), code="approved")
    if len(questions) > MOST_QUESTIONS:
        raise ValidationError(_("At most %(most)s questions.") % {"most": MOST_QUESTIONS})
    campaign.questions.all().delete()
    rows = [_checked(campaign, place, given) for place, given in enumerate(questions, start=1)]
    Question.objects.bulk_create(rows)
    told = {"count": [None, len(rows)]}
    journal.write(campaign, QUESTIONS_WRITTEN, by=by, via=via, from_state=campaign.state, changes=told)
    announce(campaign)
    return rows


def _checked(campaign: "Campaign", place: int, given: dict[str, Any]) -> "Question":
    from outreach.models import Question

    sort = given.get("sort") or Question.Sort.YES_NO
    row = Question(
        campaign=campaign,
        position=place,
        text=str(given.get("text", "")).strip(),
        sort=sort,
        options=words_to_choose(given.get("options") or ()) if sort == Question.Sort.CHOICE else [],
        is_required=bool(given.get("is_required", True)),
    )
    try:
        row.full_clean(exclude=["campaign"], validate_unique=False, validate_constraints=False)
        check_options(row.sort, row.options)
    except ValidationError as refused:
        told = [
            _("Question %(place)s: %(text)s") % {"place": place, "text": text} for text in refused.messages
        ]
        raise ValidationError(told) from refused
    return row


def words_to_choose(given: Iterable[Any]) -> list[str]:
    """Each once, in the order given."""
    told = (str(word).strip() for word in given)
    return list(dict.fromkeys(word for word in told if word))


def check_options(sort: str, options: Sequence[str]) -> None:
    """Raises ValidationError where one of several is asked for and there are not several."""
    from outreach.models import Question

    if sort == Question.Sort.CHOICE and len(options) < 2:
        raise ValidationError({"options": _("Give at least two words to choose from.")})


@dataclass(frozen=True)
class Said:
    """An answer as it was read: its words, and the number or the model that they are."""

    text: str
    number: Decimal | None = None
    product_model: ProductModel | None = None


def read(question: "Question", given: Any) -> Said | None:
    """What somebody said, by the question's sort; None where nothing was said. Raises ValidationError with a remedy."""
    text = "" if given is None else str(given).strip()
    if not text:
        return None
    sort = type(question).Sort
    if question.sort == sort.NUMBER:
        return _number(text)
    if question.sort == sort.YES_NO:
        return _yes_or_no(text)
    if question.sort == sort.CHOICE:
        return _choice(question, text)
    return _model(text) if question.sort == sort.MODEL else _text(text)


def _text(text: str) -> Said:
    if len(text) > LONGEST_ANSWER:
        raise ValidationError(_("At most %(most)s characters.") % {"most": LONGEST_ANSWER})
    return Said(text)


def _number(text: str) -> Said:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise ValidationError(_("Write a number, such as 3 or 2.5.")) from None
    if not number.is_finite() or abs(number) >= 10**MOST_DIGITS:
        raise ValidationError(_("Write a number, such as 3 or 2.5."))
    number = round(number, PLACES)
    return Said(f"{number.normalize():f}", number=number)


def _yes_or_no(text: str) -> Said:
    if text.casefold() not in (YES, NO):
        raise ValidationError(_("Choose yes or no."))
    return Said(text.casefold())


def _choice(question: "Question", text: str) -> Said:
    if text not in question.options:
        raise ValidationError(_("Choose one of: %(choices)s.") % {"choices": ", ".join(question.options)})
    return Said(text)


def _model(text: str) -> Said:
    """A model that is known by this name; another one is written down as it was read out: plates know no lists."""
    if len(text) > MODEL_LENGTH:
        raise ValidationError(_("At most %(most)s characters.") % {"most": MODEL_LENGTH})
    wanted = text.casefold()
    alike = [one for one in ProductModel.objects.filter(is_active=True) if wanted in _names(one)]
    whole = [one for one in alike if str(one).casefold() == wanted] or alike
    if len(whole) > 1:
        names = ", ".join(str(one) for one in whole[:5])
        raise ValidationError(
            _("More than one model is called so: %(names)s. Write which.") % {"names": names}
        )
    return Said(str(whole[0]), product_model=whole[0]) if whole else Said(text)


def _names(model: ProductModel) -> set[str]:
    return {str(model).casefold(), model.name.casefold(), f"{model.name} {model.revision}".strip().casefold()}
