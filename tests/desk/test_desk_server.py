"""The desk over HTTP: what it answers, and whom it turns away."""

from __future__ import annotations

import json
import re
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import urlopen

import desk_folder
import pytest
from werkzeug.test import Client, TestResponse

from studyguide.desk import server
from studyguide.desk.work import Desk

ROOT = Path(__file__).parents[2]
TOKEN, HOST = "a-token", "127.0.0.1:4321"
AT_HOME = {"Host": HOST, "Origin": f"http://{HOST}", "Sec-Fetch-Site": "same-origin"}
PRESS = {"do": "decide", "kind": "level", "question": "How do you cut a rope?", "level": "advanced"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return desk_folder.written(tmp_path)


@pytest.fixture
def desk(folder: Path) -> Desk:
    return desk_folder.desk(folder)


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(server.application(desk, TOKEN, {HOST}))


def get(client: Client, path: str, **headers: str) -> TestResponse:
    return client.get(path, headers=AT_HOME | headers)


def post(client: Client, path: str, sent: object, **headers: str) -> TestResponse:
    return client.post(path, json=sent, headers=AT_HOME | headers)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("", "text/html; charset=utf-8"),
        ("desk.css", "text/css; charset=utf-8"),
        ("desk.mjs", "text/javascript; charset=utf-8"),
        ("choices.mjs", "text/javascript; charset=utf-8"),
        ("view", "application/json"),
        ("alike?words=rope", "application/json"),
    ],
)
def test_what_the_page_is_made_of(client: Client, path: str, kind: str) -> None:
    response = get(client, f"/{TOKEN}/{path}")
    assert (response.status_code, response.content_type) == (200, kind)
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    policy = response.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'")
    assert "unsafe" not in policy and "http" not in policy


def test_the_page_has_no_script_or_style_of_its_own(client: Client) -> None:
    page = get(client, f"/{TOKEN}/").text
    assert re.findall(r"<script[^>]*>(.*?)</script>", page, re.S) == [""]
    assert not re.search(r"<style|\sstyle=|\son\w+=|https?:", page)


@pytest.mark.parametrize("path", ["/", "/view", "/other/", "/other/view", f"/{TOKEN}x/", f"/{TOKEN}/../x"])
def test_without_the_token_there_is_nothing(client: Client, path: str) -> None:
    response = get(client, path)
    assert response.status_code == 404
    assert "ropes" not in response.text
    assert "Content-Security-Policy" in response.headers


def test_the_address_without_its_last_slash_leads_to_the_page(client: Client) -> None:
    response = get(client, f"/{TOKEN}")
    assert (response.status_code, response.location) == (308, f"http://{HOST}/{TOKEN}/")


@pytest.mark.parametrize("host", ["evil.example", "evil.example:4321", "127.0.0.1", "127.0.0.1:80", "localhost:4321"])
def test_another_host_is_turned_away(client: Client, host: str) -> None:
    response = get(client, f"/{TOKEN}/view", Host=host)
    assert (response.status_code, "ropes" in response.text) == (403, False)


def test_a_press_is_done(client: Client, folder: Path) -> None:
    response = post(client, f"/{TOKEN}/press", PRESS | {"at": {"file": "notes/ropes.md", "line": 1}})
    assert response.status_code == 200
    assert response.get_json()["file"] == "notes/ropes.md"
    assert "advanced" in (folder / "corrections.toml").read_text()
    assert post(client, f"/{TOKEN}/undo", {"at": None}).status_code == 200
    assert (folder / "corrections.toml").read_text() == desk_folder.CORRECTIONS


@pytest.mark.parametrize("path", ["press", "undo"])
@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": f"https://{HOST}"},
        {"Origin": "http://127.0.0.1:80"},
        {"Origin": ""},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Content-Type": "text/plain"},
        {"Host": "evil.example"},
    ],
)
def test_only_the_page_itself_may_change_anything(client: Client, folder: Path, path: str, headers: Any) -> None:
    response = post(client, f"/{TOKEN}/{path}", PRESS, **headers)
    assert response.status_code == 403
    assert (folder / "corrections.toml").read_text() == desk_folder.CORRECTIONS


def test_a_browser_that_does_not_tell_where_it_comes_from_is_known_by_its_origin(client: Client) -> None:
    headers = {key: value for key, value in AT_HOME.items() if key != "Sec-Fetch-Site"}
    assert client.post(f"/{TOKEN}/press", json=PRESS, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "view", 405),
        ("get", "press", 405),
        ("get", "undo", 405),
        ("post", "", 405),
        ("get", "view?line=x", 200),
    ],
)
def test_each_address_is_for_one_thing(client: Client, method: str, path: str, status: int) -> None:
    send = client.post if method == "post" else client.get
    assert send(f"/{TOKEN}/{path}", headers=AT_HOME | {"Content-Type": "application/json"}).status_code == status


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        ({"do": "remove"}, 400, "do: there is no such press. There are read, guess, decide, withdraw"),
        ([1], 400, "A press is an object"),
        ({"do": "x" * 200_000}, 413, ""),
    ],
)
def test_a_press_that_the_page_does_not_make(client: Client, sent: object, status: int, said: str) -> None:
    response = post(client, f"/{TOKEN}/press", sent)
    assert response.status_code == status
    assert said in response.get_json()["error"]


def test_what_is_not_json_is_no_press(client: Client) -> None:
    headers = AT_HOME | {"Content-Type": "application/json"}
    assert client.post(f"/{TOKEN}/press", data=b"{", headers=headers).status_code == 400


def test_what_cannot_be_done_is_said(client: Client, folder: Path) -> None:
    response = post(client, f"/{TOKEN}/undo", {})
    assert (response.status_code, response.get_json()) == (409, {"error": "There is nothing to undo"})
    (folder / "corrections.toml").write_text("[[level]\n")
    response = post(client, f"/{TOKEN}/press", PRESS)
    assert response.status_code == 409
    assert response.get_json()["error"].startswith("corrections.toml: this is not TOML")


def test_the_server_listens_on_this_machine_alone_under_an_address_nobody_guesses(desk: Desk) -> None:
    with server.serving(desk) as (running, address), server.serving(desk) as (_, other):
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            view = json.load(urlopen(f"{address}view", timeout=60))
        finally:
            running.shutdown()
            thread.join()
        assert view["name"] == "ropes"
        assert running.server_address[0] == "127.0.0.1"
        token, another = (re.fullmatch(r"http://127\.0\.0\.1:\d+/([\w-]{32,})/", one) for one in (address, other))
        assert token and another and token[1] != another[1]


def test_the_desk_has_the_colours_of_the_site() -> None:
    site = (ROOT / "docs" / "assets" / "css" / "colours.css").read_text("utf-8")
    desk = (ROOT / "hooks" / "studyguide" / "desk" / "desk.css").read_text("utf-8")
    colour = re.compile(r"(--[a-z]+): (#[0-9a-f]{6})")
    known, own = colour.findall(site), colour.findall(desk)
    assert len(own) == 20 and [one for one in own if one not in known] == []
