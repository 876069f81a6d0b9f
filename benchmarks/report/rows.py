"""The rows of the table: what each measurement is called, and what it is to reach."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Row:
    """`most` is the median's aim in milliseconds; `least` the aim of acts a second; `unit` what a rate counts."""

    name: str
    title: str
    most: float | None = None
    least: float | None = None
    unit: str = ""


ROWS = (
    Row(name="create-1", title="incident by REST, one client"),
    Row(name="create-4", title="incident by REST, four clients", least=150, unit="incidents/s"),
    Row(name="list-page", title="list page, 50 open, newest first", most=40),
    Row(name="rest-list-25", title="REST list, 25 open, newest first"),
    Row(name="rest-list-50", title="REST list, 50 open, newest first"),
    Row(name="record-page", title="record page", most=40),
    Row(name="record-beside", title="what stands beside a record, fetched after its page"),
    Row(name="rest-record", title="REST record"),
    Row(name="search-zh", title="word search, Chinese", most=50),
    Row(name="search-en", title="word search, English", most=50),
    Row(name="board", title="board", most=60),
    Row(name="board-whole", title="the whole board, fetched after its page and with every change"),
    Row(name="impact", title="impact of an item by REST, of 100,000 with 300,000 relations", most=100),
    Row(name="impact-hub", title="impact of an item on which most of them hang", most=100),
    Row(name="fault-share", title="fault share of 1,000 pilot customers by REST, with curve and list"),
    Row(name="release-page", title="page of a release with 1,000 pilot customers"),
    Row(name="chain", title="chain of an incident: problem, change, awaited part", most=60),
    Row(name="chain-hub", title="chain of a problem that explains 2,000 incidents", most=100),
    Row(name="calendar", title="change calendar, a month with 10,000 changes", most=500),
    Row(name="calendar-week", title="change calendar, a week of them", most=500),
    Row(name="calendar-day", title="change calendar, a day of them", most=500),
    Row(name="similar-faults", title="similar faults of an incident", most=200),
    Row(name="similar-faults-zh", title="similar faults of words, Chinese", most=200),
    Row(name="similar-faults-en", title="similar faults of words, English", most=200),
    Row(
        name="surge-log", title="call logged at 100 a second, while the watch looks", least=99, unit="calls/s"
    ),
    Row(name="surge-look", title="look of the watch meanwhile", most=500),
    Row(name="sweep-nothing", title="sweep, nothing due"),
    Row(name="sweep-10000", title="sweep, 10,000 due, each 100", unit="clocks/s"),
    Row(name="event", title="change → second browser"),
)
