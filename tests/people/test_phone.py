"""Numbers as people write them."""

import pytest

from people.phone import canonical, digits_of, is_unambiguous, pieces, spoken, tail

SHANGHAI = "+862161234567"


@pytest.mark.parametrize(
    "written",
    [
        "021-61234567",
        "(021) 6123 4567",
        "０２１－６１２３４５６７",
        "021—6123—4567",
        "+86 21 6123 4567",
        "0086-21-6123-4567",
        "86-21-61234567",
        "021 6123 4567 转 802",
        "02161234567转接802",
        "021-61234567 分机 12",
        "021-61234567 ext. 802",
        "021-61234567#802",
        "(021)61234567-802",
        "tel: 021-61234567",
    ],
)
def test_one_number_in_any_written_form_is_one_number(written: str) -> None:
    assert canonical(written, "CN") == SHANGHAI


@pytest.mark.parametrize(
    ("written", "region", "e164"),
    [
        ("138 1234 5678", "CN", "+8613812345678"),
        ("400-820-8820", "CN", "+864008208820"),
        ("(02) 2345-6789 分機 12", "TW", "+886223456789"),
        ("0912-345-678", "TW", "+886912345678"),
        ("2345 6789", "HK", "+85223456789"),
        ("+852 2345 6789", "CN", "+85223456789"),
        ("+44 20 7946 0000", "TW", "+442079460000"),
    ],
)
def test_a_number_is_read_as_in_the_customers_region(written: str, region: str, e164: str) -> None:
    assert canonical(written, region) == e164


@pytest.mark.parametrize("written", ["", "   ", "abc", "1", "转 802", "+", "9" * 60, "☎", "\0"])
def test_what_is_no_number_has_no_canonical_form(written: str) -> None:
    assert canonical(written, "CN") == ""
    assert spoken(written, "CN") == ""


def test_a_number_without_its_area_code_is_known_to_be_half() -> None:
    assert not is_unambiguous(canonical("61234567", "CN"))
    assert is_unambiguous(SHANGHAI)
    assert not is_unambiguous("")


def test_the_tail_leaves_the_extension_out() -> None:
    assert tail("021-61234567 转 802") == "1234567"
    assert tail("8021") == "8021"
    assert tail("12") == ""


def test_any_part_from_three_digits_up_begins_a_piece() -> None:
    found = pieces("021-6123 4567", SHANGHAI)
    for part in ("86216", "0216", "6123", "567", "4567"):
        assert any(piece.startswith(part) for piece in found), part
    assert not any(len(piece) < 3 for piece in found)


def test_digits_are_digits_however_wide() -> None:
    assert digits_of("０２１-６１") == "02161"
