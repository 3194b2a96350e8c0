"""Asks a port of 127.0.0.1: `probe.py free PORT` (can it be listened on), `probe.py redis|kafka PORT` (does it serve)."""

import socket
import struct
import sys


def free(port: int) -> bool:
    with socket.socket() as listener:
        # As the services do it, so that connections which have just ended are no hindrance.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", port))
            listener.listen(1)
        except OSError:
            return False
    return True


def exchange(port: int, request: bytes, length: int) -> bytes:
    """The first bytes of the answer to a request, fewer than `length` of them if there is none."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as server:
            server.sendall(request)
            return server.makefile("rb").read(length)
    except OSError:
        return b""


def redis(port: int) -> bool:
    return exchange(port, b"PING\r\n", 5) == b"+PONG"


def kafka(port: int) -> bool:
    """A broker answers requests before the controller lets it serve; only then does it stand in its own list of brokers."""
    client = b"probe"
    # Metadata, version 1, correlation 7, for no topics: https://kafka.apache.org/protocol#The_Messages_Metadata
    request = struct.pack(">hhih", 3, 1, 7, len(client)) + client + struct.pack(">i", 0)
    answer = exchange(port, struct.pack(">i", len(request)) + request, 12)
    if len(answer) < 12:
        return False
    _length, correlation, brokers = struct.unpack(">iii", answer)
    return correlation == 7 and brokers >= 1


def main() -> int:
    probes = {"free": free, "redis": redis, "kafka": kafka}
    if len(sys.argv) != 3 or sys.argv[1] not in probes or not sys.argv[2].isdigit():
        print(__doc__, file=sys.stderr)
        return 2
    return 0 if probes[sys.argv[1]](int(sys.argv[2])) else 1


sys.exit(main())
