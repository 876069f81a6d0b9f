import pytest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from servicedesk.markup import joined, marked

VALUES = ["<b>&\"'", mark_safe("<b>&amp;</b>"), _("Due"), None, 7, 0.5, ""]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_written_as_format_html_writes_it(value):
    assert marked('<td title="{}">{}</td>', value, value) == format_html(
        '<td title="{}">{}</td>', value, value
    )


def test_pieces_are_joined_as_format_html_join_joins_them():
    assert joined(VALUES) == format_html_join("", "{}", ((value,) for value in VALUES))


def test_what_comes_out_is_not_escaped_again():
    assert marked("<td>{}</td>", marked("<i>{}</i>", "<")) == "<td><i>&lt;</i></td>"
