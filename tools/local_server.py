"""Serve a built site from this machine, below a folder as GitHub Pages does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


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
        if self.path.startswith(self.below):
            return super().send_head()
        self.send_error(HTTPStatus.NOT_FOUND)
        return None

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
