"""Code that stands in notes without a fence: where it begins and ends, and which language it is.

Prose must never become code, so a line counts only by signs that prose does not
have: an option, a brace that closes again, a header that is known. A sentence
that begins with a command's name ("git is a…", "docker handles…") has words in
it that no command has. The subject of the guide knows programs of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from ..records import Subject
from ..words.prose import NEVER_TYPED

# What people type and paste by hand is shorter; a longer line is data, and nothing is looked for in it.
_LONGEST = 2000
# A bracket or here-document that closes later than this was not closed by its author.
_FARTHEST = 400


def _any(*patterns: str, after: str = "") -> re.Pattern[str]:
    """A pattern for a line that begins, behind white space, with one of several."""
    return re.compile(rf"\s*+(?:{'|'.join(patterns)}){after}")


@dataclass(frozen=True, slots=True)
class Snippet:
    """Lines `first` to `end` (not included, counted from 0) are code in `language`."""

    first: int
    end: int
    language: str


@dataclass(slots=True)
class _Page:
    """The lines, with what is looked up instead of searched for: time stays in proportion to the text."""

    lines: Sequence[str]
    subject: Subject
    closing: Sequence[int] = field(init=False)  # for each line that leaves brackets open, the line that closes them
    marks: dict[str, list[int]] = field(init=False)  # lines of a single word, by that word: ends of here-documents
    below: list[int] = field(init=False)  # for each line, the first at or after it that is no comment
    ends: list[int] = field(init=False)  # for each line, the first blank line at or after it
    texts: list[int] = field(init=False)  # for each line, the first at or after it that is not blank
    without_yaml: int = 0  # the lines before this one were looked at, and no YAML begins in them

    def __post_init__(self) -> None:
        self.closing = _closing(self.lines)
        self.marks = defaultdict(list)
        self.below = list(range(len(self.lines) + 1))
        self.ends = list(range(len(self.lines) + 1))
        self.texts = list(range(len(self.lines) + 1))
        for i, line in enumerate(self.lines):
            word = line.strip() if len(line) < 40 else ""
            if word and " " not in word:
                self.marks[word].append(i)
        for i in range(len(self.lines) - 1, -1, -1):
            if "#" in self.lines[i] and _COMMENT.match(self.lines[i]):
                self.below[i] = self.below[i + 1]
            following = self.ends if self.lines[i].strip() else self.texts
            following[i] = following[i + 1]


def snippets(lines: Sequence[str], subject: Subject) -> list[Snippet]:
    """All code among lines that are in no fence, in order, without overlap."""
    page = _Page([line if len(line) <= _LONGEST else "x." for line in lines], subject)
    found: list[Snippet] = []
    i = 0
    while i < len(lines):
        snippet = _snippet(page, i) if page.lines[i].strip() else None
        if snippet:
            found.append(snippet)
        i = snippet.end if snippet else i + 1
    return found


def language_of(lines: Sequence[str], subject: Subject) -> str:
    """The language of lines that are known to be code, or nothing where that is not certain."""
    found = snippets(lines[:200], subject)
    languages = {snippet.language for snippet in found} - {"text"}
    first = next((i for i, line in enumerate(lines) if line.strip()), 0)
    return found[0].language if len(languages) == 1 and found[0].language != "text" and found[0].first == first else ""


def looks_like_code(lines: Sequence[str], subject: Subject) -> bool:
    """Whether lines that someone has indented are code rather than indented prose."""
    own = [line for line in lines[:200] if line.strip()]
    return bool(snippets(own, subject)) or sum(bool(_CODE_LIKE.search(line[:_LONGEST])) for line in own) * 2 > len(own)


def _snippet(page: _Page, first: int) -> Snippet | None:
    kinds = _KINDS_OF_PROSE if _PROSE.match(page.lines[first]) else _KINDS
    for language, end_of, joined in kinds:
        end = end_of(page, first)
        if end <= first:
            continue
        while joined:
            start = page.texts[end] if joined == "apart" else end
            further = end_of(page, start) if start < page.ends[start] else start
            if further <= start:
                break
            end = further
        return Snippet(first, end, language or _braced_language(page.lines[first:end]))
    return None


# Brackets ------------------------------------------------------------------------------------------------------------

_BRACKET = re.compile(r"[{}\[\]()]")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|(?<!\w)\'(?:\\.|[^\'\\])*\'')


def _closing(lines: Sequence[str]) -> Sequence[int]:
    """For each line the first, from it on, after which no more brackets are open than before it; -1 for none."""
    closing = [-1] * len(lines)
    opened: list[tuple[int, int]] = []  # lines that wait, with the depth before them; the deepest is on top
    depth = 0
    for i, line in enumerate(lines):
        before, depth = depth, depth + _surplus(line)
        opened.append((i, before))
        while opened and depth <= opened[-1][1]:
            first = opened.pop()[0]
            closing[first] = i if i - first < _FARTHEST else -1
    return closing


def _surplus(line: str) -> int:
    if not _BRACKET.search(line):
        return 0
    bare = _unquoted(line)
    return sum(map(bare.count, "{[(")) - sum(map(bare.count, "}])"))


def _unquoted(line: str) -> str:
    """The line with its strings emptied. With very many backslashes that would take long, and is left."""
    return line if line.count("\\") > 40 else _QUOTED.sub('""', line)


def _closed(page: _Page, i: int) -> int:
    """The end of the statement that begins on line `i`, if its brackets close; else `i`."""
    return max(page.closing[i] + 1, i)


# Shell ---------------------------------------------------------------------------------------------------------------

_COMMENT = re.compile(r"\s*#(?!#)\s?\S")
_PROMPT = re.compile(r"\s*(?:\$|PS [^>]{0,60}>|[\w.-]{1,30}@[\w.-]{1,60}:?[^$#\s]{0,40}[$#])\s+(?=[a-z./])")
_BEFORE_PROGRAM = _any(r"sudo(?:\s+-[uEiHs]+(?:\s+\w+)?)?\s+", r"time\s+", r"[A-Z_][A-Z0-9_]{0,40}=\S+\s+(?=[a-z])")
_TAIL = re.compile(r"(?<!\s)\s++#\s.*$|(?:(?<!\s)\s++)?\\$")
_OPTION = re.compile(r"-{1,2}[A-Za-z][\w-]*(?:=.*)?$")
_PLAIN_WORD = re.compile(r"[A-Za-z]+$")
_COMMAND_NAME = re.compile(r"[a-z][a-z0-9-]*$")
_ENDS_CLAUSE = re.compile(r"[A-Za-z]+[,;]$")
_IN_PATH = re.compile(r"[\w./:=@$~*%{}<>|&^\[\]-]+$")
_PATH_MARK = re.compile(r"[./:=@$~*<>|&0-9_-]")
# Programs, the words of which one must follow (none: a path, an address or an option must), and how many more plain
# words may come. Prose begins with these names too, so a program is worth the trouble only if its words are known.
_PROGRAMS: tuple[tuple[str, str, int], ...] = (
    ("kubectl", "get describe apply create delete logs exec rollout scale expose run edit patch config", 3),
    ("kubectl", "port-forward top label annotate drain cordon uncordon cp auth explain cluster-info version taint", 3),
    ("docker", "build run ps pull push images exec logs stop start rm rmi tag login logout compose network volume", 2),
    ("docker", "inspect system image container swarm service stack stats info version cp kill save load buildx", 2),
    ("docker-compose", "up down build logs ps exec run pull restart stop start", 1),
    ("terraform", "init plan apply destroy validate fmt output refresh show version workspace state import taint", 0),
    ("git", "init clone add commit push pull fetch checkout switch branch merge rebase reset revert status log", 2),
    ("git", "diff stash tag remote show cherry-pick config rm mv bisect blame reflog clean restore submodule", 2),
    ("npm pnpm yarn", "i install ci add run start test init publish update uninstall remove audit exec version", 3),
    ("npx", "", 2),
    ("pip pip3", "install uninstall freeze list show", 3),
    ("helm", "install upgrade uninstall repo list template create lint rollback search dependency pull history", 3),
    ("apt apt-get yum dnf apk", "install update upgrade remove purge search autoremove clean add del list", 3),
    ("brew", "install update upgrade tap services uninstall", 2),
    ("systemctl", "start stop restart reload enable disable status daemon-reload is-active", 2),
    ("go", "build run test mod get install fmt vet", 0),
    ("cargo", "build run test new add install init check fmt", 1),
    ("dotnet", "new build run test publish add restore tool", 1),
    ("vagrant", "up ssh halt destroy init status reload provision", 1),
    ("mvn gradle", "clean install package test compile deploy verify build run assemble", 3),
    ("conda", "create activate install deactivate env", 2),
    ("curl wget ssh scp sftp rsync ssh-keygen openssl psql mysql mysqldump mongosh redis-cli python python3", "", 0),
    ("node java javac gcc ruby perl php bash sh zsh source chmod chown mkdir touch rm mv cp ln ls", "", 0),
    ("cat tail head less grep sed awk find xargs tar zip unzip gzip ps kill df du free mount umount lsblk", "", 0),
    ("mkfs dd fdisk ip ifconfig netstat ss ping traceroute dig nslookup nc telnet tcpdump nmap iptables", "", 0),
    ("useradd usermod groupadd journalctl dmesg nohup tee jq yq vim nano watch pytest uvicorn gunicorn", "", 0),
    ("flask crontab ansible ansible-playbook service pm2 istioctl argocd vault consul packer trivy minikube", "", 0),
)


@dataclass(frozen=True, slots=True)
class _Programs:
    """What may follow each program: words of which one comes first, how many more plain ones, or whole forms."""

    following: Mapping[str, frozenset[str]]
    plain_words: Mapping[str, int]
    forms: Mapping[str, re.Pattern[str]]


@lru_cache(maxsize=4)
def _programs(subject: Subject) -> _Programs:
    own = [(command.names, command.first, command.more) for command in subject.commands]
    following: dict[str, frozenset[str]] = {}
    plain_words: dict[str, int] = {}
    for names, first, plain in [*((n.split(), f.split(), p) for n, f, p in _PROGRAMS), *own]:
        for name in names:
            following[name] = following.get(name, frozenset()) | set(first)
            plain_words[name] = plain
    forms = {name: _any_form(command.forms) for command in subject.commands if command.forms for name in command.names}
    return _Programs(following, plain_words, forms)


def _any_form(forms: Sequence[str]) -> re.Pattern[str]:
    """A pattern for arguments: `*` is any word, `*-*` one of small letters with a hyphen, `...` whatever follows."""
    return re.compile("|".join(map(_form, forms)))


def _form(form: str) -> str:
    signs = {"*": "[a-z0-9-]+", "*-*": "[a-z]+-[a-z-]+"}
    words = [signs.get(word) or re.escape(word) for word in form.removesuffix(" ...").split()]
    return " ".join(words) + (r"\b" if form.endswith(" ...") else "$")


_HERE = re.compile(r"<<-?\s*[\"']?(\w{1,30})[\"']?")
_SHELL_KEYWORD = _any(
    r"(?:then|do|done|fi|else|esac)\s*;?$",
    r"(?:elif|if)\s+\[.*\]",
    r"(?:for|while)\s.*;\s*do$",
    r"cd\s+[\w./~$-]+$",
    r"echo\s+\S",
    r"set\s+-\w+",
    r"(?:export|local|readonly)\s+\w+=",
    r"unset\s+\w+$",
    r"[A-Za-z_]\w*=(?:\S+|\".*\"|'.*')$",
    r"exit\s+\d+$",
    r"--?[a-z][\w-]*[= ]",
)
_SHELL_STRONG = re.compile(r"\s*(?:export\s+[A-Za-z_]\w*=\S|(?:for|while)\s.*;\s*do$|if\s+\[.*\];\s*then$|#!/\S)")


def _shell(page: _Page, first: int) -> int:
    """Commands with the comments directly above and between them."""
    i = end = first
    while i < len(page.lines) and page.lines[i].strip():
        i = page.below[i] if not page.lines[i].lstrip().startswith("#!") else i
        if i == len(page.lines):
            break
        if is_command(page.lines[i], page.subject) or _SHELL_STRONG.match(page.lines[i]):
            i = end = _command_end(page, i)
        elif end > first and i == end and _SHELL_KEYWORD.match(page.lines[i]) and not _is_sentence(page.lines[i]):
            i = end = i + 1
        elif _assigns(page, i):
            i = i + 1
        else:
            break
    return end


def _assigns(page: _Page, i: int) -> bool:
    """Whether a line sets a variable or goes somewhere for the command that follows it."""
    after = i + 1
    line = page.lines[i]
    if after >= len(page.lines) or not re.match(r"\s*(?:[A-Za-z_]\w*=\S|cd\s+[\w./~$-]+$|echo\s+[\"'$])", line):
        return False
    return is_command(page.lines[after], page.subject)


def is_command(line: str, subject: Subject) -> bool:
    """Whether a line is something typed into a shell.

    >>> is_command("git log -p", Subject()), is_command("git log is a command", Subject())
    (True, False)
    """
    text = " ".join(line.split())
    prompt = _PROMPT.match(text)
    text = text[prompt.end() :] if prompt else text
    while found := _BEFORE_PROGRAM.match(text):
        text = text[found.end() :]
    if not text or not (text[0].islower() or text[:2] == "./") or "`" in text:
        return False
    text = _TAIL.sub("", text)
    bare = _unquoted(text)
    if "<<" not in bare and (re.search(r"[\w)\"][.!?:,]$", bare) or not bare.isascii()):
        return False
    program, *arguments = bare.split()
    if any(word.lower() in NEVER_TYPED or _ENDS_CLAUSE.match(word) for word in arguments):
        return False
    if prompt or text.startswith("./"):
        return bool(re.match(r"[\w./-]+$", program))
    return _fits(program, arguments, _programs(subject))


def _fits(program: str, arguments: list[str], known: _Programs) -> bool:
    """Whether the arguments are such as the program takes, and not the rest of a sentence about it."""
    if program not in known.following or not arguments:
        return False
    first = arguments[0]
    options = any(map(_OPTION.match, arguments))
    if program in known.forms:
        named = bool(_COMMAND_NAME.match(first) or _OPTION.match(first))
        return named and (options or bool(known.forms[program].match(" ".join(arguments))))
    plain = sum(map(bool, map(_PLAIN_WORD.match, arguments)))
    if known.following[program]:
        fits = first in known.following[program]
        return (fits and plain - 1 <= known.plain_words[program]) or (options and (fits or first[0] == "-"))
    paths = _is_path(first) or _is_path(arguments[-1])
    return options or (paths and plain <= 1 + known.plain_words[program])


def _is_path(word: str) -> bool:
    return bool(_IN_PATH.match(word) and _PATH_MARK.search(word))


def _is_sentence(line: str) -> bool:
    words = _unquoted(line).lower().split()
    several = sum(word.strip(".,;:!?") in NEVER_TYPED for word in words) >= 2
    return several or line.rstrip().endswith((".", "?", "!", ":"))


def _command_end(page: _Page, i: int) -> int:
    """The end of the command on line `i`: behind its continued lines, its brackets and its here-document."""
    here = _HERE.search(page.lines[i])
    if here:
        ends = page.marks.get(here[1], [])
        place = bisect_left(ends, i + 1)
        if place < len(ends) and ends[place] - i < _FARTHEST:
            return ends[place] + 1
    if _leaves_quote_open(page.lines[i]) and page.closing[i] > i:
        return page.closing[i] + 1
    while page.lines[i].rstrip().endswith(("\\", "|", "&&", "||")) and i + 1 < page.ends[i]:
        i += 1
    while i + 1 < len(page.lines) and re.match(r"\s+--?[a-z]", page.lines[i + 1]):
        i += 1
    return i + 1


def _leaves_quote_open(line: str) -> bool:
    return bool(re.search(r"['\"]\s*[{\[]\s*$", line))


# Data ----------------------------------------------------------------------------------------------------------------

_JSON_KEY = re.compile(r'\s*+(?:[{\[]\s*+){0,2}"[^"]{1,80}"\s*:')
_JSON_MEMBER = re.compile(r'\s*"[\w:@./$-]{1,60}"\s*:\s*(?=["\[{\d-]|true\b|false\b|null\b).*[,{\[\]}"\d]$')


def _json(page: _Page, first: int) -> int:
    line = page.lines[first].strip()
    if line[0] in "{[":
        end = _closed(page, first)
        inside = page.lines[first : min(end, first + 4)]
        closed = page.lines[end - 1].rstrip(" ,;").endswith(("}", "]"))
        return end if closed and any(map(_JSON_KEY.match, inside)) else first
    if _JSON_MEMBER.match(page.lines[first]):
        end = _closed(page, first)
        return end if end > first + 1 or line.endswith(",") else first
    return first


_LIKE_A_HEADER = re.compile(r"\s*[A-Z][A-Za-z]*(?:-[A-Za-z]+)*:\s(?P<value>\S.*)$")
# Headers by name: "Multi-AZ: two zones" has the form of one.
_HEADERS = (
    r"Access-Control-[A-Z][\w-]+",
    r"Content-(?:Type|Length|Encoding|Disposition|Security-Policy|Range|Language)",
    r"X-(?:Api-Key|Forwarded-\w+|Requested-With|Frame-Options|Content-Type-Options|Request-Id)",
    r"X-(?:XSS-Protection|Correlation-Id|RateLimit-\w+)",
    r"Authorization(?=:\s*(?:Bearer|Basic|Digest|[A-Z]+\d+-))",
    r"Origin(?=:\s*(?:https?:|null|\*))",
    r"Host(?=:\s*[\w.-]+\.\w)",
    r"Accept(?:-\w+)?(?=:\s*[\w*]+[/;,-])",
    r"Cookie(?=:\s*\w+=)",
    r"Location(?=:\s*(?:https?:|/))",
    r"Connection(?=:\s*(?:close|keep-alive|upgrade))",
    r"Upgrade(?=:\s*websocket)",
    r"(?:Expires|Date)(?=:\s*\w{3},)",
    r"User-Agent|Set-Cookie|Cache-Control|Strict-Transport-Security|ETag|If-(?:None-)?Match|If-Modified-Since",
    r"Last-Modified|Retry-After|WWW-Authenticate|Vary|Sec-[\w-]+|Referer|Referrer-Policy|Transfer-Encoding",
)
_REQUEST = _any(
    r"(?:GET|POST|PUT|PATCH|DELETE|OPTIONS|HEAD)\s+(?:/\S*|https?://\S+)(?:\s+HTTP/[\d.]+)?$",
    r"HTTP/[\d.]+\s+\d{3}\b.{0,40}$",
)


@lru_cache(maxsize=4)
def _header(subject: Subject) -> re.Pattern[str]:
    own = (rf"{re.escape(beginning)}[\w-]+" for beginning in subject.headers)
    return _any(*_HEADERS, *own, after=r"\s*:\s*(?P<value>\S.*)$")


def _http(page: _Page, first: int) -> int:
    i = first
    while i < len(page.lines) and (_REQUEST.match(page.lines[i]) or _is_header(page, i, known=i == first)):
        i += 1
    return i


def _is_header(page: _Page, i: int, known: bool) -> bool:
    """`known` asks for a name of the table; below such a line any name with a value does."""
    line = page.lines[i]
    match = _header(page.subject).match(line) or (None if known else _LIKE_A_HEADER.match(line))
    if not match:
        return False
    value = re.split(r"\s#\s", match["value"], maxsplit=1)[0].rstrip()
    words = [word.strip(",;") for word in value.lower().split()]
    return not value.endswith((".", ":")) and not any(word in NEVER_TYPED for word in words) and value.isascii()


_KEY = re.compile(r"(?P<indent> *)(?P<list>- +)?(?P<key>[A-Za-z_][\w.-]*):(?P<value>\s+\S.*)?$")
_INNER_KEY = re.compile(r" +(?P<list>- +)?[\"']?(?:Fn::)?[\w./@*-]+[\"']?:(?:\s|$)")
_CAPITAL_KEYS = frozenset((
    "Resources", "Parameters", "Outputs", "Transform", "Globals", "Properties",
    "Conditions", "Mappings", "Type", "Statement", "Version", "Metadata", "Rules", "Description", "Environment",
    "Policies", "Events",
))  # fmt: skip


def _yaml(page: _Page, first: int) -> int:
    """Keys with further keys below them. `Benefits:` with bullets below it is a list of a person's."""
    top = _KEY.match(page.lines[first]) if first >= page.without_yaml else None
    if not top or not _is_yaml_key(top, strictly=True):
        return first
    base, i, end, inner = len(top["indent"]), first, first, False
    while i < len(page.lines):
        line = page.lines[i]
        depth = len(line) - len(line.lstrip(" "))
        if line.strip() and depth <= base and not _goes_on_in_yaml(page, i, base, apart=i > end):
            break
        nested = _INNER_KEY.match(line) if depth > base else None
        inner = inner or bool(nested and not nested["list"])
        i += 1
        end = i if line.strip() else end
    page.without_yaml = max(page.without_yaml, i)
    return end if inner else first


# "TemplateFormatVersion" is no word of a sentence.
_HUMPS = re.compile(r"(?:[a-z][A-Z].*){2}")


def _is_yaml_key(key: re.Match[str], strictly: bool) -> bool:
    value = key["value"] or ""
    name = key["key"]
    if not (name[0].islower() or name in _CAPITAL_KEYS or _HUMPS.search(name)) or value.endswith("."):
        return False
    return not strictly or not any(word in NEVER_TYPED for word in _unquoted(value).lower().split()[:8])


def _goes_on_in_yaml(page: _Page, i: int, base: int, apart: bool) -> bool:
    """Whether a line that is not indented belongs to the YAML above it; `apart` if a blank line is between."""
    line = page.lines[i].strip()
    if line.startswith("# ") or line == "---":
        i = page.texts[page.below[i] if line[0] == "#" else i + 1]
    key = _KEY.match(page.lines[i]) if i < len(page.lines) else None
    return bool(key and len(key["indent"]) == base and _is_yaml_key(key, strictly=apart))


_SQL = _any(
    r"SELECT\s++(?:.*\sFROM\s|[\w*.,()\s]+$)",
    r"INSERT\s+INTO\s",
    r"UPDATE\s+\w+\s+SET\b",
    r"DELETE\s+FROM\s",
    r"ALTER\s+(?:TABLE|USER)\s",
    r"DROP\s+(?:TABLE|DATABASE|INDEX|VIEW)\s",
    r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:EXTERNAL|UNIQUE|TEMPORARY)\s+)?(?:TABLE|DATABASE|INDEX|VIEW|USER|SCHEMA|FUNCTION)\s",
    r"WITH\s+\w+\s+AS\s*\(",
    r"GRANT\s+\w+",
    r"TRUNCATE\s+TABLE\s",
)
_SQL_FURTHER = re.compile(
    r"\s+\S|(?:FROM|WHERE|(?:(?:LEFT|RIGHT|INNER|OUTER|CROSS|FULL) )?JOIN|ON|GROUP BY|ORDER BY|HAVING|LIMIT|OFFSET"
    r"|VALUES|SET|AND|OR|UNION|RETURNING|PARTITIONED BY|STORED AS|LOCATION|ROW FORMAT|\(|\))(?:\s|\(|$)"
)


def _sql(page: _Page, first: int) -> int:
    if not _SQL.match(page.lines[first]) or _lower_words(page.lines[first]):
        return first
    i = first
    last = page.ends[first]
    while i < last:
        if page.lines[i].rstrip().endswith(";"):
            return i + 1
        open_until = min(page.closing[i] + 1, last)
        following = max(open_until, i + 1)
        if following < last and not _SQL_FURTHER.match(page.lines[following]):
            return following if following > first + 1 or " FROM " in page.lines[first] else first
        i = following
    return last


def _lower_words(line: str) -> bool:
    """Whether there are small words of a sentence; those of SQL are written in capitals."""
    return any(word in NEVER_TYPED for word in _unquoted(line).replace(";", "").split())


_DOCKER = _any(
    r"(?:FROM|RUN|CMD|COPY|WORKDIR|EXPOSE|ENV|ENTRYPOINT|ADD|ARG|USER|LABEL|VOLUME|HEALTHCHECK)\s+\S",
)
_FROM = re.compile(r"\s*FROM\s+[\w./:@${}-]+(?:\s+(?:AS|as)\s+[\w-]+)?$")


def _docker(page: _Page, first: int) -> int:
    if not _FROM.match(page.lines[first]):
        return first
    i, end, lines = first, first, 0
    while i < len(page.lines):
        if _DOCKER.match(page.lines[i]):
            i = end = _command_end(page, i)
            lines += 1
        elif not page.lines[i].strip() or _COMMENT.match(page.lines[i]):
            i += 1
        else:
            break
    return end if lines > 1 else first


def _settings(page: _Page, first: int) -> int:
    i = first
    while i < len(page.lines) and re.match(r"\s*[A-Z][A-Z0-9_]{2,}=\S*$", page.lines[i]):
        i += 1
    return i if i > first + 1 else first


# Programs ------------------------------------------------------------------------------------------------------------

# Lines that open or are a statement, by language. The line's brackets must close.
_OPENERS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "hcl",
        _any(
            r"(?:resource|data|variable|module|provider|output)\s+\"[^\"]+\"(?:\s+\"[^\"]+\")?\s*\{",
            r"(?:terraform|locals)\s*\{",
        ),
    ),
    (
        "typescript",
        _any(
            r"(?:export\s+)?(?:interface|enum)\s+\w.*\{$",
            r"(?:export\s+)?type\s+\w+\s*=\s*\S",
            r".*\):\s*Promise<",
        ),
    ),
    (
        "java",
        _any(
            r"@\w+(?:\(.*\))?$",
            r"(?:public|private|protected)\s++[\w<>\[\],][\w<>\[\], ]*[\w>]"
            r"\s*(?:\(.*|=.*;|;|\{|(?:extends|implements)\s.*\{)$",
        ),
    ),
    (
        "go",
        _any(
            r"func\s+(?:\(\w+\s+\*?\w+\)\s*)?\w+\(.*\{$",
            r"package\s+\w+$",
            r"type\s+\w+\s+(?:struct|interface)\s*\{$",
        ),
    ),
    ("groovy", _any(r"pipeline\s*\{$")),
    ("nginx", _any(r"(?:server|upstream\s+\S+|location\s+\S+(?:\s+\S+)?)\s*\{$")),
    ("php", _any(r"<\?php\b")),
    (
        "javascript",
        _any(
            r"export\s+(?:default|const|async|function|class|let)\b",
            r"module\.exports\b|exports\.\w+\s*=",
            r"(?:const|let|var)\s+[\w$\[{][^=]*=\s*\S?",
            r"(?:async\s+)?function\b[^(]{0,40}\(.*\{",
            r"import\s.{1,200}\sfrom\s+[\"']|import\s+[\"']",
            r"(?:if|for|while|switch)\s*\(.*\)\s*\{|try\s*\{$",
            r"(?:return|await)\s+[\w.$]+\(.*[;{(]$",
            r"class\s+\w+(?:\s+extends\s+[\w.]+)?\s*\{$",
            r"console\.\w+\(|fetch\([\w\"'$]|(?:app|router)\.(?:get|post|put|delete|use|listen)\(",
            r"[\w$]+(?:\.[\w$]+)+\(.*(?:=>\s*\{|\{|\);)$",
            r"\w+\(\(.*=>\s*\{$",
            r"document\.\w\S*[(=]|window\.\w\S*[(=]",
        ),
    ),
)
_TYPED = re.compile(r"\w\)?:\s*(?:string|number|boolean|any|void|Promise<)\b")
_FURTHER = re.compile(r"\s*(?://|/\*|\*/|[})\]]+[;,]?\s*$)|.*[;{]$")
_BLOCK_COMMENT = re.compile(r"\s*//\s*\S")


def _braced(page: _Page, first: int) -> int:
    """Statements of a language with braces, each as far as its brackets reach, and the comments above them."""
    start = first
    while start < len(page.lines) and _BLOCK_COMMENT.match(page.lines[start]) and start - first < 5:
        start += 1
    if start == len(page.lines) or not _opens(page, start):
        return first
    end = _closed(page, start)
    while end < len(page.lines) and page.lines[end].strip():
        if not (_opens(page, end) or (_FURTHER.match(page.lines[end]) and not _is_sentence(page.lines[end]))):
            break
        end = max(_closed(page, end), end + 1)
    return end


def _opens(page: _Page, i: int) -> bool:
    line = page.lines[i].rstrip()
    if page.closing[i] < 0 or not any(pattern.match(line) for _, pattern in _OPENERS):
        return False
    return page.closing[i] > i or not _is_sentence(line)


def _braced_language(lines: Sequence[str]) -> str:
    line = next((line for line in lines if line.strip() and not _BLOCK_COMMENT.match(line)), "")
    language = next((language for language, pattern in _OPENERS if pattern.match(line.rstrip())), "text")
    return "typescript" if language == "javascript" and any(map(_TYPED.search, lines)) else language


_MODULES = (
    "os|sys|json|re|time|logging|requests|numpy|pandas|random|math|datetime|asyncio|pytest|flask|redis|uuid"
    "|subprocess|base64|hashlib|csv|typing|collections|itertools|functools|threading|argparse|socket|string|sqlite3"
)
_PYTHON = (
    r"(?:async\s+)?def\s+\w+\(.*",
    r"class\s+\w+(?:\(.*\))?:$",
    r"from\s+[\w.]+\s+import\s+[\w*(]",
    r"if\s+__name__\s*==",
    r"print\(.*\)$",
    r"@\w+(?:\.\w+)*(?:\(.*\))?$",
    r"with\s+.*\sas\s+\w+:$",
    r"for\s+\w+(?:,\s*\w+)?\s+in\s+.*[\w)\]]:$",
    r"[a-z_]\w*(?:,\s*\w+)?\s=\s[\w.]+\((?:.*[)\[{,(])?$",
    r">>>\s\S",
)
_PYTHON_FURTHER = _any(
    r"#\s",
    r"\w+(?:\[[^\]]*\]|\.\w+)*\s[+*/-]?=\s\S",
    r"[\w.]+\(.*\)$",
    r"(?:if|elif|else|try|except|finally|while|return|raise|with)\b.*:?$",
    r"[)\]}]+$",
)
_WEAK_IN_PYTHON = re.compile(r"\s*@\w+")


def _python(page: _Page, first: int) -> int:
    """Statements with what is indented below them."""
    start = page.below[first] if _COMMENT.match(page.lines[first]) else first
    if start == len(page.lines) or not _is_python(page, start):
        return first
    end = _statement_end(page, start)
    while end < len(page.lines) and page.lines[end].strip():
        line = page.lines[end]
        further = page.below[end] if _COMMENT.match(line) else end
        if further < len(page.lines) and further > end and _is_python(page, further):
            end = further
        elif not (_is_python(page, end) or (_PYTHON_FURTHER.match(line) and not _is_sentence(line.rstrip(":")))):
            break
        end = _statement_end(page, end)
    return end


@lru_cache(maxsize=4)
def _python_opens(subject: Subject) -> re.Pattern[str]:
    modules = "|".join([_MODULES, *map(re.escape, subject.modules)])
    return _any(*_PYTHON, rf"import\s+(?:{modules})\b[\w., ]*$")


def _is_python(page: _Page, i: int) -> bool:
    line = page.lines[i].rstrip()
    if not _python_opens(page.subject).match(line) or page.closing[i] < 0 or line.endswith(";"):
        return False
    if _WEAK_IN_PYTHON.match(line):
        return i + 1 < len(page.lines) and bool(re.match(r"\s*(?:@|(?:async\s+)?def\s|class\s)", page.lines[i + 1]))
    if line.lstrip().startswith(("def ", "async def ")):
        return page.lines[page.closing[i]].split("#")[0].rstrip().endswith(":") or line.endswith((")", "..."))
    return not _is_sentence(line.rstrip(":"))


def _statement_end(page: _Page, i: int) -> int:
    """Behind the statement's brackets and all that is indented below it, blank lines between included."""
    depth = len(page.lines[i]) - len(page.lines[i].lstrip())
    end = max(_closed(page, i), i + 1)
    if not page.lines[end - 1].split("#")[0].rstrip().endswith(":"):
        return end
    i = end
    while i < len(page.lines):
        line = page.lines[i]
        if line.strip():
            if len(line) - len(line.lstrip()) <= depth:
                break
            end = i + 1
        i += 1
    return end


_MARKUP = re.compile(
    r"\s*(?:<\?xml\b|<!DOCTYPE\b|<(?:html|project|dependency|dependencies|configuration|settings|beans|script)\b[^>]*>\s*$)",
    re.I,
)


def _markup(page: _Page, first: int) -> int:
    end = page.ends[first]
    return end if _MARKUP.match(page.lines[first]) and end > first + 1 and ">" in page.lines[end - 1] else first


# Drawings ------------------------------------------------------------------------------------------------------------

_BOX = re.compile("[\u2500-\u257f]")
_FRAME = re.compile(r"\s*\+[-=+]{3,}\+?\s*$")
_GAP = re.compile(r"(?<!\s)\s{2,}(?=\S)")
_ARROW = re.compile(r"\s*(?:[↓⇓⬇▼│|]\ufe0f?\s*)+$")


def _drawn(page: _Page, first: int) -> int:
    """Trees, frames and flows drawn with characters: their line breaks and columns are what they say."""
    line = page.lines[first]
    after = page.lines[first + 1] if first + 1 < len(page.lines) else ""
    end = first
    if _FRAME.match(line):
        end = page.ends[first]
    elif _columns(line):
        while end < len(page.lines) and _columns(page.lines[end]) == _columns(line):
            end += 1
    elif len(line) < 100 and _ARROW.match(after) and not _ARROW.match(line):
        end = _flow(page, first)
    elif _BOX.search(after) and (_BOX.search(line) or re.match(r"\s*[\w./-]+$", line)):
        end = first + 1
        while end < len(page.lines) and _BOX.search(page.lines[end]):
            end += 1
    return end if end > first + 1 else first


def _columns(line: str) -> int:
    """How many columns a line has that are set apart by spaces; 0 unless they are plain to see."""
    text = line.strip()
    cells = _GAP.split(text) if "   " in text else []
    return len(cells) if len(cells) > 2 and not any(cell.endswith((".", ":")) for cell in cells) else 0


def _flow(page: _Page, first: int) -> int:
    """A chain of steps with arrows between them, each on its line."""
    i = first
    while i + 2 < page.ends[i] and _ARROW.match(page.lines[i + 1]) and len(page.lines[i + 2]) < 100:
        i += 2
        while i + 2 < len(page.lines) and _ARROW.match(page.lines[i + 1]) and _ARROW.match(page.lines[i + 2]):
            i += 1
    return i + 1 if i > first else first


_CODE_LIKE = re.compile(
    r"[{};\\]\s*$|^\s*(?:[$#>]\s|</?\w|//|[\w.]+\(.*\)$|[\w.\[\]]+\s*[+:]?=\s*\S|\"[^\"]+\":|[}\])])"
    r"|\s(?:&&|\|\||=>|->)\s|--\w"
)

# Most particular first: a language, the function that tells where a snippet of it ends (where it begins, if there is
# none), and whether a further one belongs to it: "apart" also after blank lines, "near" only directly below.
_KINDS: tuple[tuple[str, Callable[[_Page, int], int], str], ...] = (
    ("text", _drawn, ""),
    ("bash", _shell, "apart"),
    ("json", _json, "near"),
    ("http", _http, ""),
    ("sql", _sql, "apart"),
    ("dockerfile", _docker, ""),
    ("bash", _settings, ""),
    ("yaml", _yaml, ""),
    ("xml", _markup, "apart"),
    ("python", _python, "apart"),
    ("", _braced, "apart"),
)

# A sentence, with a colon at its end at most: only what is drawn may begin so, as a step with an arrow below.
_PROSE = re.compile(r"\s*[A-Z][a-z]+ [^:=<>(){}\[\]$@/#\"]*+:?\s*$")
_KINDS_OF_PROSE = _KINDS[:1]
