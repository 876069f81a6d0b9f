"""Why somebody is on a campaign: kept as a code with what its sentence names, told in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from records.lifecycle import Text

Reason = Mapping[str, Any]

_sentences: dict[str, Text] = {}


def register_reason(code: str, sentence: Text) -> str:
    """Declare a reason; its sentence may name what the reason keeps: "has %(item)s". A name on `_at` is a moment."""
    _sentences[code] = sentence
    return code


def reason(code: str, **told: Any) -> dict[str, Any]:
    return {"code": code, **told}


def words(reasons: list[dict[str, Any]]) -> list[str]:
    return [_sentence(one) for one in reasons]


def label_of(code: str) -> str:
    """What is common to all who have this reason, for counting: the sentence with its gaps closed."""
    sentence = str(_sentences.get(code, code))
    return sentence % _Gaps() if "%(" in sentence else sentence


def _sentence(one: dict[str, Any]) -> str:
    sentence = str(_sentences.get(one["code"], one["code"]))
    told = {name: _said(name, value) for name, value in one.items()}
    return sentence % told if "%(" in sentence else sentence


def _said(name: str, value: Any) -> str:
    moment = parse_datetime(value) if name.endswith("_at") and isinstance(value, str) else None
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT") if moment else str(value)


class _Gaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "…"


DEPLOYED = register_reason("deployed", _("got %(number)s on %(deployed_at)s"))
REPORTED = register_reason("reported", _("reported %(number)s"))
CALLED = register_reason("called", _("called about %(number)s"))
CONCERNS = register_reason("concerns", _("%(number)s is theirs"))
EXPLAINED = register_reason("explained", _("reported %(number)s, which %(problem)s explains"))
USES = register_reason("uses", _("uses %(service)s"))
DEPENDS = register_reason("depends", _("depends on %(item)s"))
OWNS = register_reason("owns", _("has %(item)s"))
IN_USE = register_reason("in_use", _("is a customer"))
IN_REGION = register_reason("in_region", _("is in %(region)s"))
