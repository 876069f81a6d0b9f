"""Pages and lists: one reader, one request after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from benchmarks.bare.recording import keep, record
from benchmarks.client import seconds
from benchmarks.desk import Desk
from benchmarks.measuring import Figure, in_turn

REQUESTS = 200
RECORDS = 40
WORDS_EN = [
    "remote server",
    "printer offline",
    "goods receipt error 1042",
    "till thunderstorm",
    "GW-300",
    "cut cable",
]
WORDS_ZH = ["远程服务器", "打印机 脱机", "入库时报错", "收银台 雷雨", "断网", "盘点的时候"]
# What half of history says, what hardly any record says, and both together.
FAULTS_EN = [
    "remote server cannot connect",
    "printer offline again since the thunderstorm",
    "goods receipt stops with error 1042",
    "mailbox asks for the password, unicorn",
    "cut cable at the machine room",
    "the connection was reset by the other side",
]
FAULTS_ZH = [
    "连不上远程服务器",
    "打印机又脱机了，雷雨之后",
    "入库时报错 1042",
    "邮箱反复要求输入密码，麒麟",
    "机房电缆被挖断",
    "提示连接被对方重置",
]


@dataclass(frozen=True)
class Reading:
    """`paths` are asked in turn; `reader` is who is signed in, or whose token a tool holds. `is_part`: what an open
    page fetches for itself."""

    name: str
    paths: Callable[[Desk], list[str]]
    reader: str = "agent"
    is_tool: bool = False
    is_part: bool = False

    def measure(self, desk: Desk) -> Figure:
        headers = self._headers(desk)
        paths = self.paths(desk)
        keep(self.name, {path: record(path, headers) for path in paths})
        bare_paths = [f"/bare/reading?{urlencode({'name': self.name, 'path': path})}" for path in paths]
        ours, bare = desk.browser(headers), desk.browser({})
        times = in_turn(
            lambda turn: seconds(ours.get, paths[turn % len(paths)]),
            lambda turn: seconds(bare.get, bare_paths[turn % len(paths)]),
            REQUESTS,
        )
        return Figure(name=self.name, ours=times[0], bare=times[1])

    def _headers(self, desk: Desk) -> dict[str, str]:
        if self.is_tool:
            return desk.tool_headers(self.reader)
        return desk.part_headers(self.reader) if self.is_part else desk.page_headers(self.reader)


def _searches(words: list[str]) -> Callable[[Desk], list[str]]:
    return lambda desk: [f"/search/?q={quote(one)}" for one in words]


def _similar(words: list[str]) -> Callable[[Desk], list[str]]:
    return lambda desk: [f"/api/v1/similar-faults/?{urlencode({'text': one})}" for one in words]


def _only(path: str) -> Callable[[Desk], list[str]]:
    return lambda desk: [path]


def _records(pattern: str) -> Callable[[Desk], list[str]]:
    return lambda desk: [pattern.format(number) for number in desk.numbers(RECORDS)]


READINGS = [
    Reading("list-page", _only("/queues/incidents/")),
    Reading("rest-list-25", _only("/api/v1/incidents/?limit=25"), is_tool=True),
    Reading("rest-list-50", _only("/api/v1/incidents/?limit=50"), is_tool=True),
    Reading("record-page", _records("/records/{}/")),
    Reading("record-beside", _records("/records/{}/parts/beside/"), is_part=True),
    Reading("rest-record", _records("/api/v1/incidents/{}/"), is_tool=True),
    Reading("search-zh", _searches(WORDS_ZH)),
    Reading("search-en", _searches(WORDS_EN)),
    Reading("board", _only("/"), reader="supervisor"),
    Reading("board-whole", _only("/"), reader="supervisor", is_part=True),
    Reading("similar-faults", _records("/api/v1/similar-faults/?number={}"), is_tool=True),
    Reading("similar-faults-zh", _similar(FAULTS_ZH), is_tool=True),
    Reading("similar-faults-en", _similar(FAULTS_EN), is_tool=True),
]
