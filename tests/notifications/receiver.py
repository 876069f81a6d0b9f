"""A receiver of webhooks on this machine, as another company's tool would be."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Got:
    """One request as it came in."""

    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Answers with the statuses given, in turn, then 200. `before` runs first: to be slow, say."""

    statuses: list[int] = field(default_factory=list)
    got: list[Got] = field(default_factory=list)
    answer: bytes = b"thank you"
    headers: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] = lambda: None
    url: str = ""


@contextmanager
def receiver(**wanted: object) -> Iterator[Receiver]:
    state = Receiver(**wanted)  # type: ignore[arg-type]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(state))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    state.url = f"http://127.0.0.1:{server.server_port}/hook?from=desk"
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


def _handler(state: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            state.got.append(Got({name.lower(): value for name, value in self.headers.items()}, body))
            state.before()
            try:
                self._respond()
            except BrokenPipeError:
                return

        def _respond(self) -> None:
            self.send_response(state.statuses.pop(0) if state.statuses else 200)
            for name, value in state.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(state.answer)

        def log_message(self, *args: object) -> None:
            return

    return Handler


def drip(seconds: float) -> Callable[[], None]:
    return lambda: time.sleep(seconds)
