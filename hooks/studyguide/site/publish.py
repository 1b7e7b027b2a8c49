"""What a finished site gets before it is published: one style sheet in place of many, a policy that lets nothing
foreign run, and a copy for offline.

The policy names the hashes of the theme's inline scripts, and of no others: an inline script of a page is allowed if it
is one that the theme's own templates hold, but for the site's address in it. With instant navigation the first page's
policy holds for all that follow; therefore each page has the same one.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from importlib.resources import files
from itertools import accumulate
from pathlib import Path

WORKER = "sw.js"

_SCRIPT = re.compile(r"<script(?P<attributes>[^<>]*)>(?P<code>.*?)(?:</script>|\Z)", re.S)
# What a template has its engine write into a script: an address. It stands in quotes, which nothing here can end.
_WRITTEN = re.compile(r"\{\{(?:(?!\{\{).)*?\}\}")
_ADDRESS = r"[\w./:~%-]*"
# The templates of the theme that hold the scripts of our pages.
THEME = tuple(f"partials/javascripts/{name}.html" for name in ("base", "palette", "content"))
_HEAD = re.compile(r"<head[^>]*>")
# Scripts of these types run; anything else between the tags is data.
_RUNS = re.compile(r"""type=["']?(?:text/javascript|application/javascript|module)\b""")

# To be fetched for reading offline: pages, and what pages are made of. Copies to take along are not.
_PAGES = re.compile(r"^(?:(?:services|levels|scenarios|questions|practice|about)/.*|)index\.html$")
_PARTS = re.compile(r"^(?:assets/.*\.(?:css|js|mjs)|search/.*\.json|practice/.*\.json)$")
_PICTURES = re.compile(r"^assets/pictures/[^/]+$")
# Bytes of pictures that are fetched before anybody asks, the smallest first; others are kept once they were seen.
AHEAD = 20_000_000
_NOT = re.compile(r"^assets/javascripts/(?:lunr|workers)/|\.map$")


_STYLE = re.compile(r'<link rel="stylesheet" href="([^":]*?)(assets/(?:stylesheets|css)/[^"]+\.css)">\s*')
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_CHARSET = re.compile(r'@charset "[^"]*";')


def templates(source: Callable[[str], str]) -> Iterator[str]:
    """The templates of `THEME`, by what gives that of a name; one that a theme has not is left out."""
    for name in THEME:
        with suppress(LookupError):
            yield source(name)


def publish_folder(site: Path, foot: str = "", theme: Iterable[str] = ()) -> tuple[str, ...]:
    """`publish` for the folder that a site was built into; a sentence for each script that will not run.

    Copies to take along stay as they are and are not read.
    """
    paths = {path.relative_to(site).as_posix(): path for path in sorted(site.rglob("*")) if path.is_file()}
    read = (name for name, path in paths.items() if path.suffix == ".html" or not name.startswith("downloads/"))
    changed, replaced, strange = publish({name: paths[name].read_bytes() for name in read}, foot, theme)
    for name, data in changed.items():
        (site / name).write_bytes(data)
    for name in replaced:
        paths[name].unlink()
    return strange


def publish(
    contents: Mapping[str, bytes], foot: str = "", theme: Iterable[str] = ()
) -> tuple[dict[str, bytes], list[str], tuple[str, ...]]:
    """The files of a finished site that are to be written anew, by path, the paths of those to be removed, and a
    sentence for each page with a script that will not run.

    contents   every file of the site, by path; copies to take along need not be among them
    foot       see `styled`
    theme      the templates of `THEME`, as the theme has them
    """
    themed = {path: data.decode("utf-8") for path, data in contents.items() if _is_themed(path)}
    pages, style, css, replaced = styled(themed, contents, foot)
    kept = {path: data for path, data in contents.items() if path not in replaced}
    changed = {style: css.encode()} if style else {}
    version, script = worker(kept | changed)
    is_known = of_theme(theme)
    rules = policy(pages.values(), is_known)
    changed |= {path: published(page, rules, version).encode("utf-8") for path, page in pages.items()}
    strange = tuple(path for path, page in pages.items() if not all(map(is_known, _inline(page))))
    return changed | {WORKER: script.encode()}, replaced, tuple(f"{path}:1: {_STRANGE}" for path in strange)


_STRANGE = (
    "this page has an inline script that is not the theme's, and its policy will stop it. "
    "Put the script into a file below docs/assets/js/"
)


def _is_themed(path: str) -> bool:
    """Short links have a policy of their own: they run nothing at all."""
    return path.endswith(".html") and not path.startswith("q/")


def styled(
    pages: Mapping[str, str], contents: Mapping[str, bytes], foot: str = ""
) -> tuple[dict[str, str], str, str, list[str]]:
    """The pages with one style sheet each, its path and text, and the paths of those it replaces. `foot` are the words
    at the foot of each sheet of paper, the site's address above all.

    A browser draws nothing before it has all of them, and asks for each by itself. Where pages do not name the same
    ones, all stays as it is and the path is empty.
    """
    named = {tuple(match[2] for match in _STYLE.finditer(page)) for page in pages.values()}
    paths = list(named.pop()) if len(named) == 1 else []
    if not paths or not set(paths) <= set(contents):
        return dict(pages), "", "", []
    text = '@charset "UTF-8";' + "".join(_small(contents[path].decode("utf-8")) for path in paths)
    text += _paper_foot(foot) if foot else ""
    # All of the theme's lie one folder below assets/, so that what they name by a relative address is still found.
    path = f"assets/stylesheets/site.{hashlib.sha256(text.encode()).hexdigest()[:8]}.min.css"
    return {name: _with_style(page, path) for name, page in pages.items()}, path, text, paths


def _paper_foot(words: str) -> str:
    # As escapes, whatever the words are, none of them can end the string.
    written = "".join(f"\\{ord(sign):06x}" if not sign.isalnum() or not sign.isascii() else sign for sign in words)
    return f'@page{{@bottom-left{{content:"{written}";font:8pt system-ui,sans-serif}}}}'


def _with_style(page: str, path: str) -> str:
    first, *others = _STYLE.finditer(page)
    for match in reversed(others):
        page = page[: match.start()] + page[match.end() :]
    return page[: first.start()] + f'<link rel="stylesheet" href="{first[1]}{path}">' + page[first.end() :]


def _small(css: str) -> str:
    return " ".join(_CHARSET.sub("", _COMMENT.sub("", css)).split())


def of_theme(templates: Iterable[str]) -> Callable[[str], bool]:
    """Tells whether an inline script is one that these templates write.

    >>> known = of_theme(['<script>at("{{ base_url }}")</script>'])
    >>> [known(code) for code in ('at("../..")', 'at("");go("x")', "go()")]
    [True, False, False]
    """
    codes = (match["code"] for template in templates for match in _SCRIPT.finditer(template))
    forms = [_ADDRESS.join(map(re.escape, _WRITTEN.split(code))) for code in codes]
    one = re.compile("|".join(forms)) if forms else None
    return lambda code: bool(one and one.fullmatch(code))


def policy(pages: Iterable[str], is_known: Callable[[str], bool]) -> str:
    """The Content-Security-Policy for pages given as HTML: of their inline scripts, those that are known may run."""
    hashes = sorted({_hash(code) for page in pages for code in _inline(page) if is_known(code)})
    rules = {
        "default-src": ["'self'"],  # Firefox fetches the next page of `<link rel=next>` beforehand by this rule
        "object-src": ["'none'"],
        "frame-src": ["'none'"],
        "script-src": ["'self'", *hashes],
        "style-src": ["'self'"],  # scripts of the theme set styles on elements, which no policy counts as inline
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }
    return "; ".join(f"{rule} {' '.join(allowed)}" for rule, allowed in rules.items())


def published(page: str, rules: str, version: str) -> str:
    """The page with its policy before everything else of its head; unchanged where it has no head."""
    lines = (
        f'<meta http-equiv="Content-Security-Policy" content="{rules}"><meta name="study-offline" content="{version}">'
    )
    return _HEAD.sub(lambda match: match[0] + lines, page, count=1)


def worker(contents: Mapping[str, bytes]) -> tuple[str, str]:
    """The version of a site and its service worker, from the paths and contents of its files."""
    kept = sorted(path for path in contents if (_PAGES.match(path) or _PARTS.match(path)) and not _NOT.search(path))
    pictures = sorted(filter(_PICTURES.match, contents), key=lambda path: (len(contents[path]), path))
    ahead = sum(size <= AHEAD for size in accumulate(len(contents[path]) for path in pictures))
    digest = hashlib.sha256()
    for path in kept + pictures:
        digest.update(path.encode() + b"\0" + hashlib.sha256(contents[path]).digest())
    version = digest.hexdigest()[:12]
    parts = [path for path in kept if _PARTS.match(path)]
    pages = [path.removesuffix("index.html") for path in kept if not _PARTS.match(path)]
    said = {"VERSION": version, "PARTS": parts, "PAGES": pages, "PICTURES": pictures[:ahead], "LARGE": pictures[ahead:]}
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in said.items())
    return version, head + files(__package__).joinpath("worker.js").read_text("utf-8")


def _inline(page: str) -> Iterable[str]:
    return (match["code"] for match in _SCRIPT.finditer(page) if _is_inline(match))


def _is_inline(match: re.Match[str]) -> bool:
    attributes = match["attributes"]
    return " src=" not in attributes and ("type=" not in attributes or bool(_RUNS.search(attributes)))


def _hash(code: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()}'"
