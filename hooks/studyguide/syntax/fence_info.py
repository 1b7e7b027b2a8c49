"""What stands behind the mark that opens a fence: a language, orders to a program, a title, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]*")
# Cells and blocks of code of MyST, whose language stands behind the braces.
_CODE_DIRECTIVE = re.compile(r"\{(?:code|code-block|code-cell|sourcecode)\}[ \t]*(?P<rest>[A-Za-z].*|\Z)", re.S)
# What a group of code calls one of its blocks: `sh [npm]`.
_NAME_IN_GROUP = re.compile(r"[ \t]+\[(?P<title>(?=[^\[\]]*[A-Za-z])[^\[\]\n]{1,80})\]\Z")
_IN_BRACES = re.compile(r"\{[\s.=]*([A-Za-z][\w+#-]*)")
# `hl_lines="2"`, `start=3`, `{1,3-4}`, `[1]`: orders to a program. A title among them is for people.
_ORDER = re.compile(r"(?<![\w-])[\w-]++=(?:\"[^\"]*\"|'[^']*'|\S*)|\{[^{}]*\}|\[[\d\s,:-]*\]")
_TITLE = re.compile(r"\b(?:title|caption|filename)=(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s{}\"']+))")
_ONLY_ORDERS = re.compile(r"(?:title|caption|filename|hl_lines|linenums)=")
# `showLineNumbers` beside them is an order as well; `python:app.py` names a file, `rust,ignore` gives an order.
_FLAG = re.compile(r"[a-z]+(?:[A-Z][a-z]*)+")
_ATTACHED = re.compile(r":(?P<title>[\w.]\S*)|[,=]\S*|:\Z")
# Languages that a command may follow on the same line: "```bash git log -p".
_KNOWN = re.compile(
    r"(?:bash|sh|shell|zsh|console|powershell|ps1|bat|json|ya?ml|xml|html|s?css|javascript|jsx?|typescript|tsx?|python|py"
    r"|java|kotlin|scala|go|golang|rust|ruby|php|perl|lua|c|cpp|csharp|sql|hcl|terraform|tf|dockerfile|docker|http|ini|toml"
    r"|te?xt|plaintext|diff|makefile|groovy|nginx|graphql|markdown|md|properties|swift|r|mermaid)\Z",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Info:
    """`words` are no order to any program, so they are part of what the notes say; so is a `title`."""

    language: str = ""
    title: str = ""
    words: str = ""


def lenient_info(info: str) -> Info:
    """What people write for their programs and for each other.

    >>> lenient_info('python title="a.py" hl_lines="2"')
    Info(language='python', title='a.py', words='')
    >>> lenient_info("git log -p"), lenient_info("bash ls").words, lenient_info("A: It stores objects.").words
    (Info(language='', title='', words='git log -p'), 'ls', 'A: It stores objects.')
    >>> lenient_info("sh [npm]"), lenient_info("{code-cell} ipython3")
    (Info(language='sh', title='npm', words=''), Info(language='python', title='', words=''))
    """
    info = _without_directive(info.strip())
    title = _title(info)
    if _ONLY_ORDERS.match(info):
        return Info("", title, _words(info))
    if info.startswith("{"):
        inside = _IN_BRACES.match(info)
        return _info(info, inside[1] if inside else "", title, _ORDER.sub("", info, count=1))
    plain = LANGUAGE.match(info)
    if not plain:
        return Info(words=info)
    language, rest = plain[0].rstrip("."), info[plain.end() :]
    attached = _NAME_IN_GROUP.fullmatch(rest) or _ATTACHED.match(rest)
    if attached and (_KNOWN.match(language) or not attached["title"]):
        title, rest = attached["title"] or title, rest[attached.end() :]
    return _info(info, language, title, rest)


def _title(info: str) -> str:
    named = _TITLE.search(info)
    return (named["a"] or named["b"] or named["c"] or "") if named else ""


def _without_directive(info: str) -> str:
    directive = _CODE_DIRECTIVE.match(info)
    return directive["rest"].replace("ipython3", "python") if directive else info


def _info(info: str, language: str, title: str, rest: str) -> Info:
    """Words behind a language are some only where it is one that we know."""
    words = _words(rest)
    if words and (not rest[0].isspace() or not _KNOWN.match(language)):
        return Info(words=info)
    return Info(language, title, words)


def _words(rest: str) -> str:
    """What stands behind a language, if it is not all orders."""
    left = _ORDER.sub(" ", rest).split()
    only_flags = left != rest.split() and all(map(_FLAG.fullmatch, left))
    return "" if only_flags else rest.strip()


_MARKED = re.compile(r"\bhl_lines=[\"'\[]?(?P<a>[\d\s,-]+)|(?:^|\s|\w)[{\[](?P<b>\d[\d\s,-]*)[}\]]")
_RANGE = re.compile(r"(\d{1,6})(?:-(\d{1,6}))?")


def marked_lines(info: str, lines: int) -> tuple[int, ...]:
    """The lines that a fence points at, counted from 1, of as many as there are.

    >>> marked_lines('js {1,3-4} showLineNumbers', 9), marked_lines('yaml hl_lines="2"', 9), marked_lines("x {1-9}", 2)
    ((1, 3, 4), (2,), (1, 2))
    """
    found = _MARKED.search(info)
    if not found:
        return ()
    ranges = ((int(a), int(b or a)) for a, b in _RANGE.findall(found["a"] or found["b"]))
    return tuple(sorted({n for a, b in ranges for n in range(max(a, 1), min(b, lines) + 1)}))


_PAIR = re.compile(r"(?<![\w-])([A-Za-z][\w-]*+)=(\"[^\"]*\"|'[^']*'|[^\s{}]*)")
# What programs are commonly told, in the words of several: they show it or do without.
_UNDERSTOOD = frozenset((
    "title", "caption", "filename", "hl_lines", "highlight", "linenums", "linenostart", "lineno", "lines", "start",
    "startfrom", "startline", "showlinenumbers", "numberlines", "linestart", "lang", "language", "id",
))  # fmt: skip


def strange_orders(info: str) -> tuple[str, ...]:
    """Orders on a fence that say something to no program we know of.

    >>> strange_orders('yaml title="a" hl_lines="2" onclick="run()"')
    ('onclick="run()"',)
    """
    return tuple(pair[0] for pair in _PAIR.finditer(info) if pair[1].lower() not in _UNDERSTOOD)
