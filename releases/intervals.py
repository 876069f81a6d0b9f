"""The interval in which the true share lies, from a share that was counted on few. `docs/algorithms/fault-share.md`."""

from math import sqrt

# The two-sided 95 % quantile of the normal distribution.
Z = 1.959963984540054


def wilson(hits: int, of: int) -> tuple[float, float]:
    """Lower and upper end, 0 to 1, at 95 %; (0, 1) where nothing was counted.

    Wilson, E. B. (1927), "Probable inference, the law of succession, and statistical inference", JASA 22. Unlike the
    usual plus-minus it stays within 0 and 1 and says something of three customers out of three.
    """
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, Z * Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    reach = Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(middle - reach, 0.0), min(middle + reach, 1.0)
