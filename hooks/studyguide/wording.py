"""Plain words from inline Markdown, and what two wordings have in common."""

from __future__ import annotations

import html
import re
import unicodedata

# Marks are taken off only in pairs that enclose words, so `*.example.com` and `s3:Get*` keep their stars.
_CODE = re.compile(r"(`+)(?!`)(.+?)(?<!`)\1(?!`)")
_LINK = re.compile(
    r"!?\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?[^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*>?(?:\s+[\"'][^\"']*[\"'])?\s*\)"
)
_STRONG = re.compile(r"(\*\*\*|\*\*|\*)(?=[^\s*])(.+?)(?<=[^\s*])\1(?!\*)")
_UNDER = re.compile(r"(?<![\w_])(___|__|_)(?=[^\s_])(.+?)(?<=[^\s_])\1(?![\w_])")
_STRUCK = re.compile(r"~~(?=\S)(.+?)(?<=\S)~~")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")


def plain(markdown: str) -> str:
    """The text a reader sees: emphasis, code marks, links and entities resolved, white space folded.

    >>> plain("What is **S3**, `a < b` and [EC2](x)?")
    'What is S3, a < b and EC2?'
    >>> plain("arn:aws:s3:::*  and __init__")
    'arn:aws:s3:::* and __init__'
    """
    kept: list[str] = []

    def keep(text: str) -> str:
        kept.append(text)
        return f"\x00{len(kept) - 1}\x00"

    text = markdown.replace("\x00", "")
    text = _CODE.sub(lambda m: keep(m[2].strip() or m[2]), text)
    text = _ESCAPED.sub(lambda m: keep(m[1]), text)
    text = _LINK.sub(r"\1", text)
    for pattern in (_STRONG, _STRONG, _STRUCK):
        text = pattern.sub(lambda m: m[m.lastindex or 0], text)
    text = _UNDER.sub(lambda m: m[2] if m[1] == "_" or " " in m[2] else m[0], text)
    text = html.unescape(text)
    text = re.sub(r"\x00(\d+)\x00", lambda m: kept[int(m[1])] if int(m[1]) < len(kept) else "", text)
    return _SPACE.sub(" ", text).strip()


def words(text: str) -> list[str]:
    """Case-folded words of plain text, compatibility forms unified, any script.

    >>> words("What's S3's C++ API?")
    ['what', 's', 's3', 's', 'c++', 'api']
    """
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def key(text: str) -> str:
    """Two questions with the same key have the same words, whatever their marks, case and punctuation.

    >>> key("What is **S3**?") == key("  what is S3")
    True
    """
    return " ".join(words(plain(text).replace("’", "'")))
