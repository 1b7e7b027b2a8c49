"""Serve a built site from this machine, below a folder and compressed, as GitHub Pages does.

By hand, for programs that look at a site from outside: `python tools/local_server.py FOLDER`.
"""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

_COMPRESSED = ("text/", "application/json", "application/xml", "image/svg")


class Handler(SimpleHTTPRequestHandler):
    # The system's own table may say otherwise, on Windows above all, and modules of another type do not run.
    extensions_map = SimpleHTTPRequestHandler.extensions_map | {
        ".html": "text/html; charset=utf-8",
        ".js": "text/javascript",
        ".json": "application/json",
        ".mjs": "text/javascript",
        ".svg": "image/svg+xml",
    }

    # A page asks for twenty files; a connection for each would cost more than most of them.
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, *arguments: Any, below: str, fresh: int, **named: Any) -> None:
        self.below = below
        self.fresh = fresh
        super().__init__(*arguments, **named)

    def send_head(self) -> Any:
        """Both GET and HEAD pass through here."""
        if not self.path.startswith(self.below):
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        file = Path(self.translate_path(self.path.partition("?")[0].partition("#")[0]))
        file = file / "index.html" if file.is_dir() and self.path.partition("?")[0].endswith("/") else file
        type = self.guess_type(str(file))
        accepted = self.headers.get("Accept-Encoding", "")
        if not file.is_file() or "gzip" not in accepted or not type.startswith(_COMPRESSED):
            return super().send_head()
        return self._compressed(file, type)

    def _compressed(self, file: Path, type: str) -> io.BytesIO:
        data = compressed(file, file.stat().st_mtime_ns)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", type)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)

    def end_headers(self) -> None:
        if self.fresh:
            self.send_header("Cache-Control", f"max-age={self.fresh}")
        super().end_headers()

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.below))

    def log_message(self, *_: Any) -> None:
        pass


@lru_cache(maxsize=500)
def compressed(file: Path, changed: int) -> bytes:
    """A file that was last changed then, for all pages that ask for it."""
    return gzip.compress(file.read_bytes(), 6, mtime=0)


@contextmanager
def serving(directory: Path, below: str = "/guide/", fresh: int = 0) -> Iterator[str]:
    """The address of `directory` while the block runs, such as `http://127.0.0.1:40123/guide/`.

    For `fresh` seconds a browser may use again what it has, as for ten minutes with GitHub Pages.
    """
    handler = partial(Handler, directory=str(directory), below=below, fresh=fresh)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}{below}"
        finally:
            server.shutdown()
            thread.join()


if __name__ == "__main__":
    with serving(Path(sys.argv[1])) as address:
        print(f"{address} until Enter is pressed", flush=True)
        input()
