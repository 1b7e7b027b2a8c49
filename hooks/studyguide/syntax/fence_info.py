"""What stands behind the mark that opens a fence: a language, orders to a program, a title, or words."""

from __future__ import annotations

import re
from dataclasses import dataclass

LANGUAGE = re.compile(r"[A-Za-z][\w+#.-]*")
_IN_BRACES = re.compile(r"\{[\s.=]*([A-Za-z][\w+#-]*)")
# `hl_lines="2"`, `start=3`, `{1,3-4}`, `[1]`: orders to a program. A title among them is for people.
_ORDER = re.compile(r"(?<![\w-])[\w-]++=(?:\"[^\"]*\"|'[^']*'|\S*)|\{[^{}]*\}|\[[\d\s,:-]*\]")
_TITLE = re.compile(r"\b(?:title|caption|filename)=(?:\"(?P<a>[^\"]*)\"|'(?P<b>[^']*)'|(?P<c>[^\s{}\"']+))")
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


def strict_info(info: str) -> Info:
    """CommonMark's: the first word names the language. Nothing else is obeyed, so all of it is words.

    >>> strict_info('python title="a.py"')
    Info(language='python', title='', words='title="a.py"')
    """
    first, _, rest = info.partition(" ")
    return Info(first, "", rest.strip()) if LANGUAGE.fullmatch(first) else Info(words=info)


def lenient_info(info: str) -> Info:
    """What people write for their programs and for each other.

    >>> lenient_info('python title="a.py" hl_lines="2"')
    Info(language='python', title='a.py', words='')
    >>> lenient_info("git log -p"), lenient_info("bash ls").words, lenient_info("A: It stores objects.").words
    (Info(language='', title='', words='git log -p'), 'ls', 'A: It stores objects.')
    """
    info = info.strip()
    named = _TITLE.search(info)
    title = named["a"] or named["b"] or named["c"] if named else ""
    if info.startswith("{"):
        inside = _IN_BRACES.match(info)
        language, rest = inside[1] if inside else "", _ORDER.sub("", info, count=1)
    elif plain := LANGUAGE.match(info):
        language, rest = plain[0].rstrip("."), info[plain.end() :]
        attached = _ATTACHED.match(rest)
        if attached and (_KNOWN.match(language) or not attached["title"]):
            title, rest = attached["title"] or title, rest[attached.end() :]
    else:
        return Info(words=info)
    words = _words(rest)
    if words and (not rest[0].isspace() or not _KNOWN.match(language)):
        return Info(words=info)
    return Info(language, title or "", words)


def _words(rest: str) -> str:
    """What stands behind a language, if it is not all orders."""
    left = _ORDER.sub(" ", rest).split()
    only_flags = left != rest.split() and all(map(_FLAG.fullmatch, left))
    return "" if only_flags else rest.strip()
