"""The chain as a drawing: a column per storey, a card per record, a line per link. Sizes are pixels.

No style attributes and no script: the page's policy forbids them, and a picture that is only markup prints too. Of a
storey with very many records the first few are drawn, and one card for all the others: the list below has more.
"""

from dataclasses import dataclass
from typing import NamedTuple

from records.chain import Chain, Edge, Node

CARD_WIDTH, CARD_HEIGHT = 216, 104
GAP_X, GAP_Y = 34, 14
MARGIN = 4
LETTERS = 26  # of the title that a card holds; Chinese ones count double
DRAWN = 5  # cards of a storey; what is beyond shares one
FITTING = 5  # storeys that a desk's screen shows beside one another


class Card(NamedTuple):
    """One record; or, without a node, `further` records of its storey."""

    x: int
    y: int
    node: Node | None
    title: str
    further: int = 0

    @property
    def middle(self) -> int:
        return self.y + CARD_HEIGHT // 2


class Line(NamedTuple):
    path: str
    edge: Edge
    leads_to_blocking: bool


@dataclass(frozen=True)
class Drawing:
    width: int
    height: int
    cards: list[Card]
    lines: list[Line]
    is_wide: bool


def shortened(title: str) -> str:
    """The title as far as it fits on a card."""
    room, kept = LETTERS, ""
    for letter in title:
        room -= 1 if letter.isascii() else 2
        if room < 0:
            return f"{kept.rstrip()}…"
        kept += letter
    return kept


def drawing_of(chain: Chain) -> Drawing:
    storeys = [(_drawn(nodes), nodes, chain.left_out.get(storey, 0)) for storey, nodes in chain.storeys()]
    tallest = max(len(drawn) + (len(nodes) + beyond > len(drawn)) for drawn, nodes, beyond in storeys)
    height = 2 * MARGIN + tallest * (CARD_HEIGHT + GAP_Y) - GAP_Y
    places: dict[int, Card] = {}
    cards = []
    for column, (drawn, nodes, beyond) in enumerate(storeys):
        x = MARGIN + column * (CARD_WIDTH + GAP_X)
        found = _column(x, height, drawn, len(nodes) - len(drawn) + beyond)
        # Whoever is not drawn stands behind the last card of the column.
        places |= {node.record.pk: found[-1] for node in nodes}
        places |= {card.node.record.pk: card for card in found if card.node is not None}
        cards += found
    width = 2 * MARGIN + len(storeys) * (CARD_WIDTH + GAP_X) - GAP_X
    return Drawing(width, height, cards, _lines(chain, places), is_wide=len(storeys) > FITTING)


def _drawn(nodes: list[Node]) -> list[Node]:
    """The first few of a storey; what everybody waits for is always among them."""
    if len(nodes) <= DRAWN:
        return nodes
    return sorted(nodes, key=lambda node: not node.is_blocking)[: DRAWN - 1]


def _column(x: int, height: int, drawn: list[Node], further: int) -> list[Card]:
    count = len(drawn) + bool(further)
    top = (height - count * (CARD_HEIGHT + GAP_Y) + GAP_Y) // 2
    cards = [
        Card(x, top + row * (CARD_HEIGHT + GAP_Y), node, shortened(node.record.title))
        for row, node in enumerate(drawn)
    ]
    if further:
        cards.append(Card(x, top + len(drawn) * (CARD_HEIGHT + GAP_Y), None, "", further))
    return cards


def _lines(chain: Chain, places: dict[int, Card]) -> list[Line]:
    """One line between two cards, however many links it stands for."""
    lines: dict[tuple[tuple[int, ...], tuple[int, ...]], Line] = {}
    for edge in chain.edges:
        ends = places[edge.earlier], places[edge.later]
        lines.setdefault((ends[0][:2], ends[1][:2]), _line(*ends, edge))
    return list(lines.values())


def _line(start: Card, end: Card, edge: Edge) -> Line:
    """From the right side of the one to the left side of the other, level at both ends."""
    x1, x2 = start.x + CARD_WIDTH, end.x
    half = (x1 + x2) // 2
    path = f"M{x1} {start.middle} C{half} {start.middle} {half} {end.middle} {x2} {end.middle}"
    return Line(path, edge, end.node is not None and end.node.is_blocking)
