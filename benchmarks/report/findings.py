"""What profiles have shown to be in the way of an aim, by measurement. Written by hand; no figure stands here that the
table does not give."""

DRAWING = (
    "Most of the difference to the limit is Python drawing the page: {what}. Marks, states and icons are drawn once for"
    " a page and a row in one go, escaped by a lean way of our own; joins are planned as they are written"
    " (docs/decisions/0007), which took most of what the database needed."
)
ROWS_TO_JSON = (
    "The difference is Python: the statement put together, model instances of a record and of all it points at, then"
    " field by field. Of a row that is pointed at only what it is called by is read, and attributes are asked without"
    " REST framework's search for callables, which together took a third of all calls. The joins are planned as they"
    " are written (docs/decisions/0007): planning them had cost more than the answer."
)
REGISTERING = (
    "Some twenty statements; by calls more than half is the door (putting them together and sending them), a third of"
    " that for the clocks, and a fifth is validating what was sent, of which the rows that are named are most. What was"
    " agreed is kept by its edition, so that targets and calendars are not chosen anew; the priority and the edition"
    " are still asked each time, for a kept one could be wrong."
)
SEARCHING = (
    "More than half is Python: twenty-five rows with their marked passages, and the people of that name beside them. A"
    " word is looked for among the newest 2,000 records first; the word index, which gathers all that holds a common"
    " word before it tells any, is asked only for what is rarer, and the keys it gives go back as one value instead of"
    " thousands. Facets count the newest 100 matches, and the first page is taken from these. The slowest of the twelve"
    " searches are words in one record of a hundred: met neither at once nor gathered quickly."
)
BESIDE = (
    "What stands beside a record: some thirty statements, a third of their time for similar open incidents, a seventh"
    " each for the chain and for the equipment with its impact, the rest many small ones, and Python building them."
    " Walks are bounded and end where nothing is linked. It is fetched after the page (docs/decisions/0011)."
)
HEAD = (
    "Seven statements: the person, his rights, the record with all it points at, clocks, journal. Most of the"
    " difference to the limit is Python: one statement of a dozen joins put together and read into instances, and"
    " drawing head, facts and journal. What stands beside is fetched after it (docs/decisions/0011)."
)
OPEN_WORK = (
    "The database goes once through what is open, for figures and tables together; of this the heap is most, for open"
    " work changes all the time and an index alone cannot answer. The rest is Python: a dozen tiles and two tables with"
    " an address for each number, and what needs somebody, which each room is asked for. The comparison with a week"
    " ago and the figures of history are fetched after it (docs/decisions/0011)."
)
WHOLE = (
    "What was open and overdue a week ago is asked to the second of every record that was open then: one pass for"
    " both, by three indexes. Promises kept in seven days are asked of each record solved in them, and each room with"
    " a figure or a box of its own is asked: some thirty-five statements, whose building in Python is half of the time."
)

FINDINGS: dict[str, str] = {
    "create-1": REGISTERING,
    "create-4": REGISTERING + " Client, two web processes and the database share two cores.",
    "list-page": (
        DRAWING.format(what="fifty rows of nine cells")
        + " At a million the five tabs' counts are the larger part of what the database does: they go once through all"
        " that is open."
    ),
    "rest-list-25": ROWS_TO_JSON,
    "rest-list-50": ROWS_TO_JSON,
    "record-page": HEAD,
    "record-beside": BESIDE,
    "rest-record": ROWS_TO_JSON,
    "search-zh": SEARCHING,
    "search-en": SEARCHING,
    "board": OPEN_WORK,
    "board-whole": WHOLE,
    "impact": "The walk is the least of it; the rest is naming what it reached, by class, customer and service.",
    "impact-hub": "The walk ends at 2,000 items and says so; sorting and naming those is what remains.",
    "chain": DRAWING.format(what="cards, the lines between them and the list below"),
    "chain-hub": (
        "Each storey is read as far as somebody looks and counted beyond; what remains is building the statements of"
        " each storey in Python and drawing the page."
    ),
    "fault-share": (
        "Each customer's first incident and whether he had one before are looked up in his own days, by one index; that"
        " is most of it, a thousand times. One look for both ways of reporting had read each customer's whole history"
        " and took more than a second at a million incidents."
    ),
    "release-page": (
        "It asks what the fault share asks; the rest is drawing a tile for each customer and the cover by model."
    ),
    "similar-faults": (
        "Pairs of common words are looked up within a bound; what remains is weighing the candidates in Python."
    ),
    "similar-faults-zh": "As similar faults of an incident.",
    "similar-faults-en": "As similar faults of an incident.",
    "calendar": (
        "By profile three quarters is finding what stands in whose way: which equipment the items of each window rest"
        " on, walked in Python through one copy of the relations, and comparing the windows that meet. Drawing the page"
        " is a twentieth."
    ),
    "calendar-week": "As the month.",
    "calendar-day": "As the month.",
    "surge-log": "A call is logged as without the watch; how far the two differ is what the watch takes from it.",
    "surge-look": "The watch goes through the calls of its windows and weighs them; it has no limit to compare with.",
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
