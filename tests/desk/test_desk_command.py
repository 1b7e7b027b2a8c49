"""`studyguide desk`: what it prints, what it opens, and what it says where something is missing."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import click
import desk_folder
import pytest
from click.testing import CliRunner
from werkzeug.serving import BaseWSGIServer

from studyguide.__main__ import main

ROOT = Path(__file__).parents[2]
PYTHON = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}


def test_it_prints_the_address_and_opens_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(click, "launch", opened.append)
    monkeypatch.setattr(BaseWSGIServer, "serve_forever", lambda self: None)
    result = CliRunner().invoke(main, ["desk", "--sources", str(desk_folder.written(tmp_path))])
    assert (result.exit_code, result.stdout) == (0, "")
    (address,) = opened
    assert f"the desk: {address}\n" in result.stderr
    quiet = CliRunner().invoke(main, ["desk", "--no-open", "--sources", str(tmp_path)])
    assert (quiet.exit_code, opened) == (0, [address])


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["desk", "--sources", str(tmp_path / "none")])
    assert result.exit_code == 1
    assert "there is no such folder" in result.stderr


@pytest.mark.thorough
@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal for Ctrl+C that a program can send")
def test_it_runs_until_it_is_interrupted(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "studyguide", "desk", "--no-open", "--sources", str(desk_folder.written(tmp_path))]
    # A suite that runs behind a shell was told to ignore Ctrl+C, and would hand that on.
    heeded = signal.signal(signal.SIGINT, signal.default_int_handler)
    running = subprocess.Popen(command, env=PYTHON, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGINT, heeded)
    with running:
        assert running.stderr
        try:
            address = next(found[1] for line in running.stderr if (found := re.search(r"the desk: (\S+)", line)))
            assert "The desk" in urlopen(address, timeout=60).read().decode()
            running.send_signal(signal.SIGINT)
            assert running.wait(60) == 0
            assert running.stderr.read() == "Ctrl+C ends it\n"
        finally:
            running.kill()


@pytest.mark.thorough
def test_without_werkzeug_it_says_what_to_install(tmp_path: Path) -> None:
    code = "import sys; sys.modules['werkzeug'] = None; from studyguide.__main__ import main; main()"
    command = [sys.executable, "-c", code, "desk", "--no-open", "--sources", str(tmp_path)]
    done = subprocess.run(command, env=PYTHON, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert (
        done.stderr == "Error: the desk needs Werkzeug. To install it, run: python -m pip install 'studyguide[desk]'\n"
    )
