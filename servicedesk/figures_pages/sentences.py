"""The words around the figures: what they say, and no more than they say."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from changes.aftermath import Sums

VERDICTS = {
    "more": gettext_lazy("more often"),
    "less": gettext_lazy("less often"),
    "same": gettext_lazy("no difference shown"),
    "unknown": gettext_lazy("too few to tell"),
}


def within(days: int) -> str:
    return ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days}


def list_title(days: int | None) -> str:
    if days is None:
        return _("Incidents at other times")
    title = ngettext(
        "Incidents within %(days)s day after a change", "Incidents within %(days)s days after a change", days
    )
    return title % {"days": days}


def ratio_text(ratio: float) -> str:
    # The formatting cuts off what it does not show.
    return number_format(round(ratio, 2), 2)


def often(sums: Sums) -> str:
    """Nothing where too little was seen: a ratio alone looks more certain than it is."""
    if sums.ratio is None or sums.interval is None:
        return ""
    return _("%(ratio)s times as often as at other times") % {"ratio": ratio_text(sums.ratio)}


def sentence(sums: Sums, days: int) -> str:
    """What the chosen figures say, and no more than they say."""
    if not sums.ratio or sums.interval is None:
        return _(
            "There are too few incidents, or too few items that had any, to tell whether more of them follow changes."
        )
    low, high = sums.interval
    said = {"days": days, "ratio": ratio_text(sums.ratio), "low": ratio_text(low), "high": ratio_text(high)}
    if sums.verdict == "same":
        return (
            ngettext(
                "Within %(days)s day after a change, incidents on the same items came %(ratio)s times as often as at "
                "other times; with a 95 %% interval from %(low)s to %(high)s this may be chance.",
                "Within %(days)s days after a change, incidents on the same items came %(ratio)s times as often as at "
                "other times; with a 95 %% interval from %(low)s to %(high)s this may be chance.",
                days,
            )
            % said
        )
    return (
        ngettext(
            "Within %(days)s day after a change, incidents on the same items came %(ratio)s times as often as at "
            "other times (95 %% interval: %(low)s to %(high)s).",
            "Within %(days)s days after a change, incidents on the same items came %(ratio)s times as often as at "
            "other times (95 %% interval: %(low)s to %(high)s).",
            days,
        )
        % said
    )
