"""A small folder of notes, and a desk for it: what the tests of the desk look at."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from studyguide.desk.work import Desk
from studyguide.folder.sources import read_folder

ROPES = """\
# Ropes

Sure, here they are:

## Basic

1. What is a rope made of?

Strands that are laid together.

2. How do you cut a rope?

With a hot knife, so that its end does not fray.

3. Who holds the rope

Whoever is nearest.
"""
MORE = """\
# More

1. How do you tie a bowline knot?

Out of the hole, round the tree.

2. How do you cut a thick rope?

With a hot knife, so that its end cannot fray.
"""
# Numbers that ask, and below them items that ask as well.
TWO_WAYS = """\
1. What does a sailor know?
2. What does a climber know?
3. What does a rigger know?

Further ones:

- Where is the bow?
- Where is the stern?
- Where is the top?
"""
SERVICES = """\
[[service]]
slug = "ropes"
name = "Ropes"
category = "gear"
aliases = ["rope"]

[[service]]
slug = "knots"
name = "Knots"
category = "gear"
aliases = ["knot"]

[[service]]
slug = "general"
name = "General"
category = "topics"
"""
CORRECTIONS = """\
# What we decided.

[[level]]
question = "What is a rope made of?" # asked first
level = "basic"
"""
FILES = {
    "notes/ropes.md": ROPES,
    "notes/more.md": MORE,
    "notes/two-ways.md": TWO_WAYS,
    "services.toml": SERVICES,
    "corrections.toml": CORRECTIONS,
}


def written(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())
    return folder


def desk(folder: Path) -> Desk:
    """The desk of a folder, as the command line makes it."""
    from studyguide.__main__ import _get, _put

    return Desk("ropes", partial(read_folder, folder), partial(_get, folder), partial(_put, folder))
