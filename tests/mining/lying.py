"""A language model on this machine that answers whatever a test tells it to, truth or lie."""

from __future__ import annotations

import contextlib
import http.server
import json
import threading
import time
from collections.abc import Iterator

from anjuan.mining.assisting.protocol import ModelSettings


class Liar(http.server.BaseHTTPRequestHandler):
    """Answers ``server.said``: sentences, or raw bytes; keeps what it was sent."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((self.path, self.headers.get("Authorization"), json.loads(body)))
        with contextlib.suppress(OSError):
            self._answer(self.server.said)

    def _answer(self, said: object) -> None:
        if isinstance(said, int):
            self.send_response(said)
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()
            return
        self.send_response(200)
        self.end_headers()
        if callable(said):
            said = said(self.server.heard[-1][2])
        if isinstance(said, bytes):
            self.wfile.write(said)
        elif isinstance(said, float):
            for _ in range(200):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(said)
        else:
            self.wfile.write(completion(said))

    def log_message(self, *args: object) -> None:
        del args


def completion(said: object) -> bytes:
    text = said if isinstance(said, str) else json.dumps({"sentences": said}, ensure_ascii=False)
    answer = {"choices": [{"message": {"content": text}}], "usage": {"prompt_tokens": 900, "completion_tokens": 100}}
    return json.dumps(answer).encode()


def sentence(text: str, *sources: int) -> dict[str, object]:
    return {"text": text, "sources": list(sources)}


@contextlib.contextmanager
def liar() -> Iterator[http.server.ThreadingHTTPServer]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Liar)
    server.said, server.heard, server.daemon_threads = [], [], True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def settings_of(server: http.server.ThreadingHTTPServer, **more: object) -> ModelSettings:
    return ModelSettings(**({"url": f"http://127.0.0.1:{server.server_port}/v1", "model": "m", "seconds": 5.0} | more))
