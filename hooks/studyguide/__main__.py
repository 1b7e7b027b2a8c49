"""The command line: `studyguide`, or `python -m studyguide`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from functools import partial
from pathlib import Path
from shlex import quote
from typing import Any, TypeVar

import click

from . import check as checks
from . import kept_readings
from .drawing import mermaid
from .exports import MEDIA, catalogue, kept_copies
from .exports.book import seconds
from .folder import corrections, decisions, encodings, id_ledger, layouts
from .folder.sources import LIMIT, read_beside, read_folder
from .guide import About, guide, newest_review
from .one_file import explained, rivals, tried
from .pipeline import build, markdown_files, picture_files
from .records import GUESSED_READINGS, PLAIN_READINGS, Folder, Problem, RawFile, Reading, Rival, Role, Site, Text
from .repair import repair as repaired
from .repair import step, undone, written
from .site.json_files import dumps, json_files

T = TypeVar("T")


class _Directory(click.Path):
    """An empty name is a variable that somebody's script did not set, and does not mean the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value == "":
            self.fail("The name of the folder is empty.", param, ctx)
        return super().convert(value, param, ctx)


SOURCES = click.option(
    "--sources",
    type=_Directory(path_type=Path, file_okay=False),
    default=Path("docs", "sources"),
    show_default="docs/sources",
    help="The folder that holds the notes.",
)
OUT = click.option(
    "--out",
    type=_Directory(path_type=Path, file_okay=False),
    required=True,
    help="The folder to write into; it is made if need be, and other files in it are left alone.",
)
FILE = click.argument("file", type=click.Path(path_type=Path))
FILES = click.argument("files", type=click.Path(path_type=Path), nargs=-1, required=True, metavar="FILE...")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Turns folders of question-and-answer notes into study pages.

    A FILE may be given as a path, or by its name below the sources folder.
    """


@main.command()
@FILES
@SOURCES
@click.option("--report", "way", flag_value="report", help="Print every change as JSON instead of the text.")
@click.option(
    "--write", "way", flag_value="write", help="Rewrite the damaged files, as UTF-8, instead of printing them."
)
@click.option(
    "--undo", "way", flag_value="undo", help="Give files that --write has rewritten the bytes they had before."
)
def repair(files: tuple[Path, ...], sources: Path, way: str | None) -> None:
    """Print FILE with its damaged characters put right.

    Text that is not damaged comes out as it went in. What --write did stands in a file beside it, .FILE.repairs.json:
    every change with its line, its column and how certain it is, and the bytes that were there.
    """
    paths = [_find(file, sources) for file in files]
    if way == "undo":
        for path in paths:
            _undo(path)
        return
    folder = read_beside(sources)
    misled = _complain(_of_corrections(folder), sources, sources)
    results = [(path, raw := _raw(path, sources, folder), *repaired(raw)) for path in paths]
    if way == "report":
        _say(dumps({"files": [_report(text) for _, _, text, _ in results]}))
    grave = [_complain(problems, path, sources) for path, *_, problems in results]
    for path, raw, text in (one[:3] for one, wrong in zip(results, grave, strict=True) if not wrong):
        if way == "write":
            _rewrite(path, raw, text)
        elif way is None:
            _say(_whole(raw, text))
    if misled or any(grave):
        sys.exit(1)


@main.command()
@FILE
@SOURCES
@click.option(
    "--try",
    "trying",
    is_flag=False,
    flag_value="",
    metavar="[NAME]",
    help="Show the ways in which FILE can be read side by side; with the NAME of one, what it would find.",
)
@click.option(
    "--keep",
    metavar="NAME",
    help="Write into layouts.toml that FILE is read so; as a NAME, `guess` takes it back.",
)
def explain(file: Path, sources: Path, trying: str | None, keep: str | None) -> None:
    """Show what each line of FILE became, and why.

    The layout that was recognised comes first, then the repairs, then each line with its role, the question that it
    belongs to, and the reason where it is not plain.

    Names of ways to read may be given in short, with hyphens for spaces: `--try every-heading`.
    """
    path = _find(file, sources)
    folder = read_beside(sources)
    raw = _raw(path, sources, folder)
    if keep is not None:
        _keep(raw, path, sources, folder, keep)
    elif trying is None:
        text, reading, problems = explained(raw, folder)
        _say_lines(_explanation(text, reading))
        if _complain((*folder.problems, *problems), path, sources):
            sys.exit(1)
    elif trying:
        _say_lines(_trial(*tried(raw, folder, name := _way(trying)), name))
    else:
        _say_lines(_side_by_side(*rivals(raw, folder)))


@main.command()
@SOURCES
def check(sources: Path) -> None:
    """List all that a maintainer should look at.

    Each line reads FILE:LINE: MESSAGE. Where something is wrong the message begins with "error", and the command
    exits with 1; the rest are notes.
    """
    folder, site = _built(sources, drawing=True)
    problems = checks.problems(site, folder.permalinks, date.today())
    _say_lines(_sentence(problem, sources / problem.span.source) for problem in problems)
    grave = sum(problem.grave for problem in problems)
    _tell(
        f"{_count(len(site.questions), 'question')}, {_count(grave, 'error')}, {_count(len(problems) - grave, 'note')}"
    )
    if grave:
        sys.exit(1)


@main.command()
@SOURCES
@click.option("--write", is_flag=True, help="Write the id ledger.")
@click.option("--accept", multiple=True, metavar="ID", help="The link of ID is to lead to its likeliest successor.")
@click.option("--refuse", multiple=True, metavar="ID", help="The likeliest successor of ID is another question.")
def permalinks(sources: Path, write: bool, accept: tuple[str, ...], refuse: tuple[str, ...]) -> None:
    """Show what the id ledger would change, or change it.

    The ledger keeps the address of a question for ever. Commit it with the notes. Where a question was reworded so
    that it is not sure to be the same, the likeliest successor of its id is named; --accept and --refuse write the
    decision into corrections.toml. Where a merge left its marks in
    the ledger, --write keeps the rows of both sides.
    """
    folder, merged = _with_whole_ledger(sources, write)
    site = _site(folder, sources)
    if accept or refuse:
        _decide(sources, site, {**dict.fromkeys(accept, "merge"), **dict.fromkeys(refuse, "apart")})
        folder, merged = _with_whole_ledger(sources, write)
        site = _site(folder, sources)
    changes = checks.describe_changes(folder.permalinks, site.permalinks)
    _say_lines(changes or ["the id ledger is up to date"])
    _say_lines(checks.successor(row, site) for row in site.permalinks if row.likely)
    _say_lines(filter(None, [checks.lives_on(folder.permalinks, site.permalinks)]))
    if write and (changes or merged):
        _write(sources / id_ledger.FILE, id_ledger.dump_permalinks(site.permalinks))
        _tell(f"wrote {sources / id_ledger.FILE}")
    if _complain((one for one in site.problems if one.span.source == id_ledger.FILE), sources / id_ledger.FILE):
        sys.exit(1)


@main.command()
@SOURCES
@OUT
def pages(sources: Path, out: Path) -> None:
    """Write the pages as ordinary Markdown, for any other generator."""
    files = markdown_files(_built(sources)[1], About())
    _write_all(out, ((name, _as_bytes(content)) for name, content in files))


@main.command()
@SOURCES
@OUT
@click.option(
    "--only",
    type=click.Choice(["json", *MEDIA]),
    multiple=True,
    help="Write these alone; may be given more than once. Without it, all are written.",
)
@click.option("--name", help="What the guide is called.")
@click.option("--url", help="The site's address, for links back to it.")
def export(sources: Path, out: Path, only: tuple[str, ...], name: str | None, url: str | None) -> None:
    """Write the guide as files: JSON, PDF, EPUB, Anki decks, tables and Markdown.

    JSON is questions.json and ledger.json, with their schemas. A kind for which this machine lacks something is left
    out and named.
    """
    home = f"{url.rstrip('/')}/" if url else ""
    site = _built(sources, home, drawing=True)[1]
    wanted = only or ("json", *MEDIA)
    made = guide(site, About(name=name or About().name, url=home))
    date = kept_copies.newest_change(sources, seconds(newest_review(site.questions)))
    with tempfile.TemporaryDirectory() as fonts:
        setting = catalogue.Setting(date, Path(fonts))
        copies, told = catalogue.copies(made, setting, wanted)
    for sentence in told:
        _tell(sentence)
    texts = json_files(site) if "json" in wanted else ()
    files = [(path, _as_bytes(text)) for path, text in texts]
    shown = picture_files(site) if {"json", "md"} & {*wanted} else ()  # which both name as files
    _write_all(out, [*files, *shown, *((file.path, data) for file, data in copies)])
    if told and only:
        sys.exit(1)


@main.command()
@SOURCES
@click.option("--open/--no-open", "opens", default=True, help="Whether to open the page in a browser.")
def desk(sources: Path, opens: bool) -> None:
    """Settle by a press how notes are read, on a page of this machine.

    The page shows a file's lines by what they became, and its questions as cards. What is decided there is written
    into layouts.toml and corrections.toml. The address is for this machine alone; Ctrl+C ends it.
    """
    try:
        from .desk import server, work
    except ModuleNotFoundError as error:
        if error.name != "werkzeug":
            raise
        raise click.ClickException(f"the desk needs Werkzeug. To install it, run: {_INSTALL_DESK}") from error
    _tell(f"reading {sources}")
    _must_exist(sources)
    made = work.Desk(sources.as_posix(), partial(read_folder, sources), partial(_get, sources), partial(_put, sources))
    work.look(made)  # so that the page finds the notes read
    with server.serving(made) as (running, address):
        _tell(f"the desk: {address}")
        _tell("Ctrl+C ends it")
        if opens:
            click.launch(address)
        running.serve_forever()


_INSTALL_DESK = "python -m pip install 'studyguide[desk]'"


def _get(sources: Path, name: str) -> bytes | None:
    path = sources / name
    return path.read_bytes() if path.exists() else None


def _put(sources: Path, name: str, data: bytes | None) -> None:
    path = (sources / name).resolve()
    if data is None:
        path.unlink(missing_ok=True)
    else:
        _replace(path, data)


# --- what the commands share ---


def _must_exist(sources: Path) -> None:
    if not sources.is_dir():
        raise click.ClickException(f"{sources}: there is no such folder. Name the folder of notes with --sources")


def _built(sources: Path, home: str = "", drawing: bool = False) -> tuple[Folder, Site]:
    _must_exist(sources)
    folder = _trying(lambda: read_folder(sources), sources)
    return folder, _site(folder, sources, home, drawing)


def _site(folder: Folder, sources: Path, home: str = "", drawing: bool = False) -> Site:
    with kept_readings.of_guide(sources) as prepare:
        return build(folder, prepare, mermaid.drawer() if drawing else None, home)


def _find(file: Path, sources: Path) -> Path:
    """The file as given, or below the sources folder."""
    for path in (file, sources / file):
        if path.is_file():
            return path
    folder = file.is_dir() or (sources / file).is_dir()
    what = "this is a folder, not a file" if folder else "there is no such file"
    raise click.ClickException(f"{file}: {what}. Give a path, or a name below {sources}")


def _raw(path: Path, sources: Path, folder: Folder) -> RawFile:
    """The file's bytes, under the name that the site gives it if it is one of its sources, and what is said of them."""
    resolved, above = path.resolve(), sources.resolve()
    name = resolved.relative_to(above) if resolved.is_relative_to(above) else path
    data = _trying(path.read_bytes, path)
    if len(data) > LIMIT:
        raise click.ClickException(f"{path}: this file is larger than {LIMIT:,} bytes. Split it")
    return encodings.told((RawFile(name.as_posix(), data),), folder.encodings)[0]


def _decide(sources: Path, site: Site, kinds: Mapping[str, str]) -> None:
    """Writes that ids and their likeliest successors ask the same, or that they are kept apart."""
    beside = sources / corrections.FILE
    text = _trying(lambda: beside.read_bytes().decode("utf-8-sig", "replace"), beside) if beside.exists() else ""
    likely = {row.id: row.likely for row in site.permalinks if row.likely}
    for id, kind in kinds.items():
        if id not in likely:
            raise click.ClickException(
                f"{id}: no question is likely to be its successor. See `studyguide permalinks`; nothing was written"
            )
        try:
            text = decisions.decided(text, kind, questions=[id, checks.name_of(likely[id], site)])
        except decisions.Undecidable as error:
            raise click.ClickException(f"{beside}: {error}") from error
    _write(beside, text)
    _tell(f"wrote {beside}")


def _with_whole_ledger(sources: Path, joining: bool) -> tuple[Folder, bool]:
    """The folder, and whether its ledger was joined from the two sides of a merge; a broken one ends the command."""
    _must_exist(sources)
    folder = _trying(lambda: read_folder(sources), sources)
    joined = _of_both_sides(folder, sources / id_ledger.FILE) if joining else None
    _refuse_broken(joined or folder, sources / id_ledger.FILE)
    return joined or folder, joined is not None


def _of_both_sides(folder: Folder, path: Path) -> Folder | None:
    """The folder with the ledger that two branches make together, where git left the marks of a merge in it."""
    of_ledger = [problem for problem in folder.problems if problem.span.source == id_ledger.FILE]
    if not any(id_ledger.RESOLVE in problem.message for problem in of_ledger):
        return None  # it may even be no file that could be read
    joined = id_ledger.both_sides(_trying(path.read_bytes, path).decode("utf-8-sig"))
    if joined is None:
        return None
    rows, wrong = id_ledger.load_permalinks(joined)
    others = (problem for problem in folder.problems if problem.span.source != id_ledger.FILE)
    return None if wrong else replace(folder, permalinks=rows, problems=tuple(others))


def _refuse_broken(folder: Folder, path: Path) -> None:
    """Ends the command if the id ledger was not read whole: written anew, it would lose every old address."""
    if _complain((problem for problem in folder.problems if problem.span.source == id_ledger.FILE), path):
        raise click.ClickException(f"{path} is broken and is left as it is. Mend the lines above first")


def _trying(act: Callable[[], T], path: Path) -> T:
    try:
        return act()
    except BrokenPipeError:
        raise  # whoever reads has seen enough
    except OSError as error:
        raise click.ClickException(f"{path}: {error.strerror or error}. {_SEE}") from error


_SEE = "See that it is there and may be used, and that the disk has room"


# --- repaired text ---


def _of_corrections(folder: Folder) -> list[Problem]:
    return [problem for problem in folder.problems if problem.span.source == corrections.FILE]


def _changed(raw: RawFile, text: Text) -> bool:
    return bool(text.repairs) or text.encoding != "utf-8" or not _is_utf8(raw.data)


def _whole(raw: RawFile, text: Text) -> str:
    """The text with the line ends it had; what needs no change is not even taken apart."""
    return written(raw, text) if _changed(raw, text) else raw.data.decode("utf-8")


def _rewrite(path: Path, raw: RawFile, text: Text) -> None:
    """Writes the repaired text, and before it what leads back."""
    if not _changed(raw, text):
        return
    data = _whole(raw, text).encode("utf-8", "replace")
    log = _log(path)
    _write(log, dumps({"version": 1, "steps": [*_steps(log), step(raw.data, data, text)]}))
    _write_bytes(path, data)
    _tell(f"{path}: {_count(len(text.repairs), 'repair')} written")
    for place in dict.fromkeys(one.place for one in raw.encodings if one.kind == "encoding"):
        _tell(f"{place}: {path} is UTF-8 now. Remove the row")


def _undo(path: Path) -> None:
    log = _log(path)
    steps = _steps(log)
    if not steps:
        raise click.ClickException(f"{path}: nothing that was written here is known. There is no {log.name} beside it")
    data = undone(_trying(path.read_bytes, path), steps[-1])
    if data is None:
        message = f"it has changed since it was rewritten. {log} has what stood there, line by line"
        raise click.ClickException(f"{path}: {message}")
    _write_bytes(path, data)
    if steps[:-1]:
        _write(log, dumps({"version": 1, "steps": steps[:-1]}))
    else:
        _trying(log.unlink, log)
    _tell(f"{path}: {_count(len(steps[-1].get('repairs', ())), 'repair')} undone")


def _log(path: Path) -> Path:
    """Where it stands what was done to a file; a name with a dot is no note."""
    home = path.resolve()
    return home.with_name(f".{home.name}.repairs.json")


def _steps(log: Path) -> list[dict[str, Any]]:
    if not log.exists():
        return []
    try:
        found = json.loads(_trying(log.read_bytes, log))["steps"]
    except (KeyError, TypeError, ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise click.ClickException(f"{log}: this is damaged. Take it from the history of the folder, or remove it")
    return found


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _report(text: Text) -> dict[str, Any]:
    return {"source": text.source, "encoding": text.encoding, "repairs": [asdict(repair) for repair in text.repairs]}


# --- ways to read a file ---


def _way(words: str) -> str:
    name = layouts.reading_named(words)
    if not name:
        names = ", ".join((*GUESSED_READINGS, *PLAIN_READINGS))
        raise click.ClickException(f"{words}: this names no way to read, or several. There are {names}")
    return name


def _side_by_side(text: Text, reading: Reading, rivals: Sequence[Rival]) -> Iterator[str]:
    """All ways to read the file as prose, the one that is taken marked; above them what is in force instead."""
    taken = reading.rivals[0].name if reading.rivals else ""
    yield f"{text.source}: {_count(len(rivals), 'way')} to read it"
    if reading.rule or taken not in (one.name for one in rivals):
        said = f", says {reading.rule}" if reading.rule else ""
        yield f"  now: {reading.layout}, {_count(len(reading.entries), 'question')}{said}"
    for one in rivals:
        margin = "" if one is rivals[0] else f" ({one.score - rivals[0].score:+.3f})"
        found = f"{_count(one.questions, 'question')}, {_count(one.outside, 'word')} outside"
        yield f"{'*' if one.name == taken else ' '} {one.name}: {found}, score {one.score:.3f}{margin}"
        yield from (f"      {_short(title)}" for title in one.titles)
    if other := next((one.name.replace(" ", "-") for one in rivals if one.name != taken), ""):
        yield f"To see one: studyguide explain {quote(text.source)} --try {other}. To keep it: --keep {other}"


def _trial(text: Text, reading: Reading, name: str) -> Iterator[str]:
    """What one way to read would find: each question with its line, and what stands outside of all."""
    yield f"{text.source}, by {name}: {_count(len(reading.entries), 'question')}"
    rows = [(one.span.first, f"question   {_short(one.question)}") for one in reading.entries]
    for role in reading.roles:
        if role.entry is None and role.role in ("note", "intro", "heading"):
            more = f" (and {_count(role.last - role.first, 'line')} below)" if role.last > role.first else ""
            rows.append((role.first, f"{role.role:<9}  {_short(text.lines[role.first - 1].strip())}{more}"))
    yield from (f"{line:>6}  {said}" for line, said in sorted(rows))


def _keep(raw: RawFile, path: Path, sources: Path, folder: Folder, words: str) -> None:
    """Writes the choice, unless the file would lose all its questions by it."""
    if Path(raw.source).is_absolute() or not (sources / raw.source).exists():
        raise click.ClickException(
            f"{path}: this file is not below {sources}, so that {layouts.FILE} cannot name it. Put it there"
        )
    beside = sources / layouts.FILE
    before = _trying(lambda: beside.read_bytes().decode("utf-8-sig", "replace"), beside) if beside.exists() else ""
    try:
        if words == "guess":
            after, said = decisions.guessed(before, raw.source), "is read as it seems best"
        else:
            name = _way(words)
            _, reading = tried(raw, folder, name)
            if not reading.entries:
                raise click.ClickException(f"{raw.source}: no question is found by {name}. Nothing was written")
            after = decisions.kept(before, raw.source, name)
            said = f"is read by {name}, {_count(len(reading.entries), 'question')}"
    except decisions.Undecidable as error:
        raise click.ClickException(f"{beside}: {error}") from error
    if after != before:
        _write(beside, after)
    _tell(f"{beside}: {raw.source} {said}")


# --- explanations ---


def _explanation(text: Text, reading: Reading) -> Iterator[str]:
    found, repairs = _count(len(reading.entries), "question"), _count(len(text.repairs), "repair")
    yield f"{text.source}: {text.encoding}, {reading.layout}, {found}, {repairs}"
    for repair in text.repairs:
        how = repair.how if repair.certainty == "sure" else f"{repair.how}, {repair.certainty}"
        yield f"{repair.line:>6}  repaired   {repair.before} → {repair.after} ({how})"
    for role in sorted(reading.roles, key=lambda role: role.first):
        for number in range(role.first, role.last + 1):
            if text.lines[number - 1 : number] and text.lines[number - 1].strip():
                yield f"{number:>6}  {role.role:<9}  {_reason(role, reading)}".rstrip()
    for line, remark in reading.remarks:
        yield f"{line:>6}  set aside  {_short(remark)} (a remark of the author within the line)"


def _reason(role: Role, reading: Reading) -> str:
    question = "" if role.entry is None else _short(reading.entries[role.entry].question)
    return f"{question} ({role.why})" if question and role.why else question or role.why


def _sentence(problem: Problem, path: Path) -> str:
    return f"{path.as_posix()}:{problem.span.first}: {'error: ' if problem.grave else ''}{problem.message}"


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


# --- printing and writing ---


def _say(text: str) -> None:
    """Prints in UTF-8, whatever the system thinks: notes have signs that its encoding may lack."""
    _trying(lambda: click.echo(text.encode("utf-8", "replace"), nl=False), Path("output"))


def _say_lines(lines: Iterable[str]) -> None:
    _say("".join(f"{checks.as_line(line)}\n" for line in lines))


def _tell(line: str) -> None:
    """A word on what was done, apart from the result."""
    click.echo(checks.as_line(line).encode("utf-8", "replace"), err=True)


def _complain(problems: Iterable[Problem], path: Path, sources: Path | None = None) -> bool:
    """Names the problems of a file, and of those beside it in `sources`; whether any is grave."""
    told = [*problems]
    for problem in told:
        beside = sources is not None and problem.span.source in (layouts.FILE, corrections.FILE)
        _tell(_sentence(problem, sources / problem.span.source if sources and beside else path))
    return any(problem.grave for problem in told)


def _write_all(out: Path, files: Iterable[tuple[str, bytes]]) -> None:
    written = 0
    for name, data in files:
        _write_bytes(out / name, data)
        written += 1
    _tell(f"{out}: {_count(written, 'file')} written")


def _as_bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode("utf-8", "replace")


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode("utf-8", "replace"))


def _write_bytes(path: Path, data: bytes) -> None:
    """All or nothing: whoever reads meanwhile, or pulls the plug, has the old file or the new one."""
    _trying(lambda: _replace(path.resolve(), data), path)


def _replace(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode if path.exists() else 0o666 & ~_umask()
    # One name for all attempts, so that what an ended command left is written over.
    new = path.with_name(f".{path.name}.new")
    new.unlink(missing_ok=True)
    try:
        with new.open("xb") as file:  # never what a link of that name leads to
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(mode)
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise


def _umask() -> int:
    """There is no way to ask for it but to set it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


if __name__ == "__main__":
    main()
