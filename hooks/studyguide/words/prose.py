"""What tells a sentence from a command, a title or a term."""

from __future__ import annotations

import re

from .patterns import one_of
from .vocabulary import VOCABULARY

_WORDS = VOCABULARY.prose

# Words of sentences. None of them is an argument that anyone types.
NEVER_TYPED = _WORDS.never_typed
VERB = re.compile(rf"\b{one_of(_WORDS.verbs)}\b")
# Words of a line that leads to what follows; a term has none of them.
IN_NO_TERM = re.compile(rf"\b{one_of(_WORDS.in_no_term)}\b", re.I)
