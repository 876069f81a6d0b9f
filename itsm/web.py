"""`python -m itsm.web FD`: one web process on a listening socket that its parent opened.

Several share one socket, and each can be restarted alone; uvicorn's own `--workers` leaves its children behind, holding
the port, when their parent is killed.
"""

from __future__ import annotations

import os
import socket
import sys

import uvicorn

LONGEST_FAREWELL_SECONDS = 3  # open streams are cut off then; browsers reconnect by themselves


def main(number: int) -> None:
    config = uvicorn.Config(
        "itsm.asgi:application",
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
