"""What profiles have shown to be in the way of an aim, by measurement. Written by hand; no figure stands here that the
table does not give."""

DRAWING = (
    "Most of the difference to the limit is Python drawing the page: {what}. Marks, states and icons are drawn once for"
    " a page and a row in one go, which halved it; joins are planned as they are written"
    " (docs/decisions/0007), which took most of what the database needed."
)
ROWS_TO_JSON = (
    "The difference is Python: model instances of a record and all it points at, then a serializer's fields one by one."
    " The joins are planned as they are written (docs/decisions/0007): planning them had cost more than the answer."
)
REGISTERING = (
    "Some twenty statements; by profile half of the rest goes into the door (building and compiling them), a quarter"
    " into validating what was sent, a seventh into the clocks. What was agreed is kept by its edition, so that targets"
    " and calendars are not chosen anew; the priority and the edition are still asked each time, for a kept one could"
    " be wrong."
)
SEARCHING = (
    "A word that is neither rare nor common is gathered by the word index or met on a walk from the newest record; the"
    " slowest of the twelve searches are those in between. Matches are counted among the newest 250 instead of 1,000,"
    " up to 8,000 are gathered by the index, and a walk goes by an index over all kinds; the beginning of a word is"
    " not known to the planner's statistics."
)
BOXES = (
    "Some thirty-five statements, most of them for the boxes beside the journal. By profile a third of an open"
    " incident's page goes into similar open incidents, a seventh each into the chain and into the equipment with its"
    " impact, the rest into many small ones. Walks are bounded and end where nothing is linked. Fetching the boxes"
    " after the page has not been tried yet."
)

FINDINGS: dict[str, str] = {
    "create-1": REGISTERING,
    "create-4": REGISTERING + " Client, two web processes and the database share two cores.",
    "list-page": DRAWING.format(what="fifty rows of nine cells"),
    "rest-list-25": ROWS_TO_JSON,
    "rest-list-50": ROWS_TO_JSON,
    "record-page": BOXES,
    "rest-record": ROWS_TO_JSON,
    "search-zh": SEARCHING,
    "search-en": SEARCHING,
    "board": (
        "The database takes half: open work is gone through once for all its figures, and each figure over history has"
        " a part of the query with an index of its own. What was open and overdue a week ago costs most, for it is"
        " asked to the second of every record; one pass over everything was tried and was slower at a million. The"
        " other half is Python putting seventeen statements together and drawing twelve figures, two matrices and a"
        " chart."
    ),
    "impact": "The walk is the least of it; the rest is naming what it reached, by class, customer and service.",
    "impact-hub": "The walk ends at 2,000 items and says so; sorting and naming those is what remains.",
    "chain": DRAWING.format(what="cards, the lines between them and the list below"),
    "chain-hub": (
        "Each storey is read as far as somebody looks and counted beyond; what remains is building the statements of"
        " each storey in Python and drawing the page."
    ),
    "fault-share": (
        "At a million incidents one request takes more than a second, so the run was ended: the query looks for each"
        " customer's incidents in more of history than it needs. To be mended before it is measured again."
    ),
    "release-page": "It asks what the fault share asks, and waits for the same mending.",
    "similar-faults": (
        "Pairs of common words are looked up within a bound; what remains is weighing the candidates in Python."
    ),
    "similar-faults-zh": "As similar faults of an incident.",
    "similar-faults-en": "As similar faults of an incident.",
    "sweep-nothing": (
        "A few statements that find nothing, each in a transaction; building them in Python is the difference. A sweep"
        " comes every five seconds."
    ),
    "sweep-10000": (
        "A batch of a hundred clocks writes a journal entry, an outbox row and an escalation for each record, through"
        " the same door as a person; the door's Python is most of it."
    ),
    "event": (
        "The registration is most of it; then a change waits for nothing but Redis and the loop that passes it on."
    ),
}
