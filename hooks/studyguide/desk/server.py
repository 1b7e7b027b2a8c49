"""The desk over HTTP, for a browser on this machine and nobody else.

Four locks: the server listens on the loopback address alone; every address begins with a random token; a request must
name the host that the server is (else a foreign name could be made to mean this machine); and what changes anything
must come from the page itself. The page may load nothing but its own style and script.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from importlib.resources import files
from threading import Lock
from typing import Any, cast

from werkzeug import Request, Response
from werkzeug.exceptions import BadRequest, Forbidden, HTTPException
from werkzeug.routing import Map, RequestRedirect, Rule
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from . import work
from .presses import Unclear
from .work import Desk, Refused

HOST = "127.0.0.1"
_LARGEST = 100_000  # bytes of a press
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",  # the token is in the address
    "X-Content-Type-Options": "nosniff",
}
Json = dict[str, Any]
Wsgi = Callable[[dict[str, Any], Any], Any]


@contextmanager
def serving(desk: Desk) -> Iterator[tuple[BaseWSGIServer, str]]:
    """A server that waits to be started, and the address of its page."""
    token = secrets.token_urlsafe(24)
    hosts: set[str] = set()
    # Browsers open connections before they have anything to say: one thread would wait for them.
    server = make_server(HOST, 0, application(desk, token, hosts), threaded=True, request_handler=_Quiet)
    hosts.update((f"{HOST}:{server.port}", f"localhost:{server.port}"))
    try:
        yield server, f"http://{HOST}:{server.port}/{token}/"
    finally:
        server.server_close()


def application(desk: Desk, token: str, hosts: Collection[str]) -> Wsgi:
    """What answers requests; `hosts` are the names, with ports, by which the server may be called."""
    addresses = Map([Rule(f"/{token}/{path}", endpoint=path, methods=[row[0]]) for path, row in _ANSWERS.items()])
    alone = Lock()  # a press reads, writes and reads again

    @Request.application
    def answer(request: Request) -> Response:
        try:
            _guard(request, hosts)
            path, _ = addresses.bind_to_environ(request.environ).match()
            with alone:
                response = _ANSWERS[path][1](desk, request)
        except RequestRedirect as error:  # the address without the slash at its end
            response = error.get_response()
        except HTTPException as error:
            response = _json({"error": error.description or error.name}, error.code or HTTPStatus.BAD_REQUEST)
        response.headers.update(_HEADERS)
        return response

    return cast(Wsgi, answer)


def _guard(request: Request, hosts: Collection[str]) -> None:
    """Turns away who calls the server by another name, and who changes things from another page."""
    if request.host not in hosts:
        raise Forbidden("This is not the address of the desk")
    if request.method == "POST":
        own = request.headers.get("Origin") == f"http://{request.host}"
        same = request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"
        if not (own and same and request.mimetype == "application/json"):
            raise Forbidden("Only the page of the desk may change anything")


# --- what each address answers ---


def _part(name: str, kind: str) -> Callable[[Desk, Request], Response]:
    return lambda desk, request: Response(files(__package__).joinpath(name).read_bytes(), content_type=kind)


def _look(desk: Desk, request: Request) -> Response:
    return _json(work.look(desk, request.args.get("file", ""), request.args.get("line", 0, int)))


def _alike(desk: Desk, request: Request) -> Response:
    return _json({"alike": work.alike(desk, request.args.get("words", ""), request.args.get("besides", ""))})


def _press(desk: Desk, request: Request) -> Response:
    return _done(lambda: work.press(desk, _object(request)))


def _undo(desk: Desk, request: Request) -> Response:
    pressed = _object(request)
    return _done(lambda: work.undo(desk, *work.place(pressed)))


def _done(act: Callable[[], Json]) -> Response:
    try:
        return _json(act())
    except Unclear as error:
        return _json({"error": str(error)}, HTTPStatus.BAD_REQUEST)
    except Refused as error:
        return _json({"error": str(error)}, HTTPStatus.CONFLICT)


def _object(request: Request) -> Json:
    request.max_content_length = _LARGEST
    found = request.get_json()
    if not isinstance(found, dict):
        raise BadRequest("A press is an object")
    return found


def _json(value: Json, status: int = HTTPStatus.OK) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status, content_type="application/json")


_ANSWERS: dict[str, tuple[str, Callable[[Desk, Request], Response]]] = {
    "": ("GET", _part("desk.html", "text/html; charset=utf-8")),
    "desk.css": ("GET", _part("desk.css", "text/css; charset=utf-8")),
    "desk.mjs": ("GET", _part("desk.mjs", "text/javascript; charset=utf-8")),
    "choices.mjs": ("GET", _part("choices.mjs", "text/javascript; charset=utf-8")),
    "view": ("GET", _look),
    "alike": ("GET", _alike),
    "press": ("POST", _press),
    "undo": ("POST", _undo),
}


class _Quiet(WSGIRequestHandler):
    """Says nothing of each request: the terminal shows the address and what went wrong."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass
