"""Phone numbers in any written form, brought to the one form that calls are matched by."""

import re
import unicodedata

import phonenumbers
from phonenumbers import PhoneNumberFormat, ValidationResult

TAIL_DIGITS = 7
SHORTEST_TAIL = 3  # an extension inside one house
# How an extension is written after the number: "转 802", "ext. 802", "#802". It is no part of what is dialled.
EXTENSION = re.compile(
    r"\s*(?:转接?|轉接?|分机|分機|内线|內線|ext(?:ension)?\.?|x|#|,|;)\s*:?\s*\d{1,6}\s*$", re.I
)
DASHED_EXTENSION = re.compile(r"(?<=\d)\s*-\s*\d{1,6}\s*$")


def _parsed(written: str, region: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return None


def _number(written: str, region: str) -> phonenumbers.PhoneNumber | None:
    """The number without its extension; None where it is no possible one."""
    plain = EXTENSION.sub("", unicodedata.normalize("NFKC", written))
    number = _parsed(plain, region)
    if number and phonenumbers.is_possible_number_with_reason(number) == ValidationResult.TOO_LONG:
        # "(021) 6123 4567-802": a last group behind a dash that makes the number too long is an extension.
        number = _parsed(DASHED_EXTENSION.sub("", plain), region)
    if number is None or not phonenumbers.is_possible_number(number):
        return None
    return number


def canonical(written: str, region: str) -> str:
    """E.164 ("+862161234567") of a number as written in `region`; "" where it is no possible number."""
    number = _number(written, region)
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) if number else ""


def is_unambiguous(e164: str) -> bool:
    """False for a number without its area code: it looks alike in every city."""
    number = _parsed(e164, "ZZ")
    return number is not None and phonenumbers.is_valid_number(number)


def spoken(written: str, region: str) -> str:
    """The recognised form for people: "+86 21 6123 4567"; "" where it is no possible number."""
    number = _number(written, region)
    return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL) if number else ""


def digits_of(written: str) -> str:
    """The digits of a number as written, without its extension."""
    return re.sub(r"\D", "", EXTENSION.sub("", unicodedata.normalize("NFKC", written)))


def is_number(text: str) -> bool:
    """Whether somebody wrote a number and no name: digits enough, and no letters but those of an extension."""
    plain = EXTENSION.sub("", unicodedata.normalize("NFKC", text))
    return len(digits_of(plain)) >= SHORTEST_TAIL and not any(letter.isalpha() for letter in plain)


def tail(written: str) -> str:
    """The last seven digits: what is left of a number that an exchange cut.

    A short number is its own tail; "" where there are fewer than three digits.
    """
    digits = digits_of(written)
    return digits[-TAIL_DIGITS:] if len(digits) >= SHORTEST_TAIL else ""


def pieces(written: str, e164: str) -> list[str]:
    """Every ending of the number's digits from three digits up, so that a search finds it by any part."""
    forms = {digits_of(written), e164.lstrip("+"), _national(e164)}
    endings = {form[at:] for form in forms for at in range(len(form) - SHORTEST_TAIL + 1)}
    return sorted(endings)


def _national(e164: str) -> str:
    """The digits as dialled at home, with the leading zero of an area code."""
    number = _parsed(e164, "ZZ")
    return digits_of(phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)) if number else ""
