"""The chain as a drawing: a column per storey, a card per record, a line per link. Sizes are pixels.

No style attributes and no script: the page's policy forbids them, and a picture that is only markup prints too.
"""

from dataclasses import dataclass
from typing import NamedTuple

from records.chain import Chain, Edge, Node

CARD_WIDTH, CARD_HEIGHT = 216, 84
GAP_X, GAP_Y = 72, 18
MARGIN = 8
LETTERS = 27  # of the title that a card holds; Chinese ones count double


class Card(NamedTuple):
    x: int
    y: int
    node: Node
    title: str

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
    storeys = [nodes for _storey, nodes in chain.storeys()]
    tallest = max(len(nodes) for nodes in storeys)
    height = 2 * MARGIN + tallest * (CARD_HEIGHT + GAP_Y) - GAP_Y
    cards = {}
    for column, nodes in enumerate(storeys):
        top = (height - len(nodes) * (CARD_HEIGHT + GAP_Y) + GAP_Y) // 2
        x = MARGIN + column * (CARD_WIDTH + GAP_X)
        for row, node in enumerate(nodes):
            y = top + row * (CARD_HEIGHT + GAP_Y)
            cards[node.record.pk] = Card(x, y, node, shortened(node.record.title))
    width = 2 * MARGIN + len(storeys) * (CARD_WIDTH + GAP_X) - GAP_X
    lines = [_line(cards[edge.earlier], cards[edge.later], edge) for edge in chain.edges]
    return Drawing(width, height, list(cards.values()), lines)


def _line(start: Card, end: Card, edge: Edge) -> Line:
    """From the right side of the one to the left side of the other, level at both ends."""
    x1, x2 = start.x + CARD_WIDTH, end.x
    half = (x1 + x2) // 2
    path = f"M{x1} {start.middle} C{half} {start.middle} {half} {end.middle} {x2} {end.middle}"
    return Line(path, edge, end.node.is_blocking)
