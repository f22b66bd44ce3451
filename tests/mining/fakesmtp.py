"""A mail server of the tests: keeps what it takes, and misbehaves on demand."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class FakeServer(socketserver.ThreadingTCPServer):
    """Takes mails. ``trouble`` says where it breaks off or refuses: greet, mail, rcpt, data, middle, late, refuse."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, trouble: str = "") -> None:
        self.trouble = trouble
        self.taken: list[bytes] = []
        super().__init__(("127.0.0.1", 0), _Talk)

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")

    def handle(self) -> None:  # noqa: C901  a server has as many answers as there are words
        trouble = self.server.trouble
        if trouble == "greet":
            return
        self._say("220 fake")
        while line := self.rfile.readline():
            word = line.split()[0].upper().decode() if line.strip() else ""
            if word in ("MAIL", "RCPT", "DATA") and trouble == word.lower():
                return
            if word == "DATA":
                self._say("354 go on")
                if trouble == "middle":
                    return
                content = self._content()
                if trouble == "late":
                    self.server.taken.append(content)
                    return
                if trouble == "refuse":
                    self._say("554 no")
                    continue
                self.server.taken.append(content)
                self._say("250 taken")
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif word == "RCPT" and trouble == "unknown person":
                self._say("550 nobody here")
            else:
                self._say("250 ok")

    def _content(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                break
            lines.append(line[1:] if line.startswith(b"..") else line)
        return b"".join(lines)


@contextmanager
def fake_server(trouble: str = "") -> Iterator[FakeServer]:
    server = FakeServer(trouble)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
