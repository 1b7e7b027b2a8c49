"""The pieces of code that are shown in colour, by Pygments, and what languages are called."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pygments import lexers, token  # type: ignore[import-untyped]

# Pygments tries its patterns at every character, and some look ahead to the end of the line or of the text: 20 000
# characters of the wrong kind take a third of these languages seconds. Within these bounds none takes half a second.
MAX_CODE = 4_000
MAX_CODE_LINES = 200
MAX_CODE_LINE = 300
_MANY_BLANK_LINES = re.compile(r"(?:\n[ \t]*){5}")

# Languages that are coloured. The list is ours because a note chooses from it, and not every one
# of the 500 lexers is quick with text made to be slow.
COLOURED = frozenset((
    "bash", "bat", "c", "cpp", "csharp", "css", "diff", "docker", "dockerfile", "go", "golang", "graphql", "groovy",
    "hcl", "html", "http", "ini", "java", "javascript", "js", "json", "json5", "jsx", "kotlin", "kusto", "lua", "make",
    "makefile", "nginx", "perl", "php", "powershell", "properties", "protobuf", "ps1", "py", "python", "r",
    "rb", "ruby", "rust", "scala", "scss", "sh", "shell", "sql", "swift", "terraform", "tf", "toml", "ts", "tsx",
    "typescript", "xml", "yaml", "yml", "zsh",
))  # fmt: skip
PLAIN = frozenset({"", "text", "txt", "plain", "plaintext", "none", "output", "console", "md", "markdown", "mermaid"})

# Other names of these, and of what Pygments does not know at all.
_OTHER_NAMES = {
    "c++": "cpp", "cc": "cpp", "h": "c", "hpp": "cpp", "c#": "csharp", "cs": "csharp", "jsonc": "json5",
    "jsonl": "json",
    "mysql": "sql", "postgresql": "sql", "postgres": "sql", "psql": "sql", "plpgsql": "sql", "sqlite": "sql",
    "tsql": "sql", "pwsh": "powershell", "ps": "powershell", "node": "javascript", "mjs": "javascript",
    "cjs": "javascript", "docker-compose": "yaml", "compose": "yaml", "kt": "kotlin", "rs": "rust", "py3": "python",
    "python3": "python", "cmd": "bat", "batch": "bat", "svg": "xml", "patch": "diff", "gradle": "groovy",
}  # fmt: skip
_UNKNOWN_TO_PYGMENTS = frozenset((
    "math", "latex", "plantuml", "puml", "dot", "graphviz", "csv", "tsv", "env", "dotenv", "log", "logs",
    "shellsession",
    "tree", "regex", "curl", "redis", "mongodb", "mongo", "cypher", "cql", "ascii", "flow", "sequence", "tf", "cli",
    "bicep", "drawio", "d2", "asciidoc", "adoc", "http-request", "ignore", "nohighlight", "no-highlight", "raw",
))  # fmt: skip

# Pieces of a line, each with the class that Pygments gives it, or none.
Run = tuple[str, str]
CLASSES = frozenset(filter(None, token.STANDARD_TYPES.values()))


def is_known(language: str) -> bool:
    """Whether a word on a fence names a language, and so need not be shown."""
    name = language.lower()
    return name in PLAIN or name in COLOURED or name in _OTHER_NAMES or name in _known_names()


@cache
def _known_names() -> frozenset[str]:
    return _UNKNOWN_TO_PYGMENTS.union(*(names for _, names, _, _ in lexers.get_all_lexers()))


@lru_cache(maxsize=5_000)
def coloured(language: str, text: str) -> tuple[tuple[Run, ...], ...]:
    """The lines of code in pieces; nothing where it is not coloured."""
    name = _OTHER_NAMES.get(language.lower(), language.lower())
    if name not in COLOURED or not _is_quick(text):
        return ()
    lines: list[list[Run]] = [[]]
    for kind, value in lexers.get_lexer_by_name(name, stripnl=False).get_tokens(text):
        named = _class_of(kind)
        first, *others = value.split("\n")
        _add(lines[-1], named, first)
        for part in others:
            lines.append([])
            _add(lines[-1], named, part)
    return tuple(map(tuple, lines[:-1] if not lines[-1] else lines))


def _add(line: list[Run], named: str, part: str) -> None:
    if line and line[-1][0] == named:
        line[-1] = named, line[-1][1] + part
    elif part:
        line.append((named, part))


@cache
def _class_of(kind: object) -> str:
    """The class of a kind of token, or of the nearest above it that has one."""
    while kind not in token.STANDARD_TYPES:
        kind = kind.parent  # type: ignore[attr-defined]
    return str(token.STANDARD_TYPES[kind])


def _is_quick(text: str) -> bool:
    if len(text) > MAX_CODE or _MANY_BLANK_LINES.search(text):
        return False
    lines = text.split("\n")
    return len(lines) <= MAX_CODE_LINES and max(map(len, lines)) <= MAX_CODE_LINE
