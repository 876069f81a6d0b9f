"""Phone numbers in any written form, brought to the one form that calls are matched by."""

import re

import phonenumbers

TAIL_DIGITS = 7


def canonical(written: str, region: str) -> str:
    """E.164 ("+862161234567") of a number as written in `region`; "" where it is no possible number."""
    try:
        number = phonenumbers.parse(written, region)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def tail(written: str) -> str:
    """The last seven digits: what is left of a number that an exchange cut; "" where there are fewer."""
    digits = re.sub(r"\D", "", written)
    return digits[-TAIL_DIGITS:] if len(digits) >= TAIL_DIGITS else ""
