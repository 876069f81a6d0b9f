"""`python -m itsm.web FD`: one web process on a listening socket that its parent opened.

Several share one socket, and each can be restarted alone; uvicorn's own `--workers` leaves its children behind, holding
the port, when their parent is killed.
"""

from __future__ import annotations

import gc
import os
import socket
import sys

import uvicorn

# New objects before the collector looks for cycles among them, and how often it looks again at those that stayed.
# Python's own 700 made it look fifty times for a page, which makes no cycles to speak of: a tenth of its time.
COLLECTED_AFTER = (20_000, 20, 20)
LONGEST_FAREWELL_SECONDS = 3  # open streams are cut off then; browsers reconnect by themselves


def main(number: int) -> None:
    from itsm.asgi import application

    gc.set_threshold(*COLLECTED_AFTER)
    gc.freeze()  # what is loaded by now stays for good, and is not looked through again
    config = uvicorn.Config(
        application,
        lifespan="off",
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1"),
        timeout_graceful_shutdown=LONGEST_FAREWELL_SECONDS,
    )
    uvicorn.Server(config).run(sockets=[socket.socket(fileno=number)])


if __name__ == "__main__":
    main(int(sys.argv[1]))
