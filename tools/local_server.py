"""Serve a built site from this machine, below a folder and compressed, as GitHub Pages does.

By hand, for programs that look at a site from outside: `python tools/local_server.py FOLDER`.
"""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
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

    def __init__(self, *arguments: Any, below: str, **named: Any) -> None:
        self.below = below
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
        data = gzip.compress(file.read_bytes(), 6, mtime=0)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", type)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        return io.BytesIO(data)

    def translate_path(self, path: str) -> str:
        return super().translate_path("/" + path.removeprefix(self.below))

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def serving(directory: Path, below: str = "/guide/") -> Iterator[str]:
    """The address of `directory` while the block runs, such as `http://127.0.0.1:40123/guide/`."""
    handler = partial(Handler, directory=str(directory), below=below)
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
