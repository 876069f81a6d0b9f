"""Changes and the parts they wait for."""

from changes.models.approvals import Approval, Board, Delegation
from changes.models.change import Change, ChangeModel
from changes.models.freezes import FreezeWindow
from changes.models.parts import PartsOrder, Supplier
from changes.models.vote_links import VoteLink

__all__ = [
    "Approval",
    "Board",
    "Change",
    "ChangeModel",
    "Delegation",
    "FreezeWindow",
    "PartsOrder",
    "Supplier",
    "VoteLink",
]
