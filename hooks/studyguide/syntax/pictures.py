"""Emoji and other signs that people put before a title. They are no words, and some of them are numbers."""

from __future__ import annotations

import re

# A keycap ("1️⃣") is a digit with a frame and no ornament, and a circled number is one only behind other ornaments.
ORNAMENT = re.compile(
    "[\u2190-\u21ff\u2300-\u23ff\u2460-\u24ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\ufe0e\ufe0f\u200d"
    "\U0001f000-\U0001faff\U000e0020-\U000e007f\uf8ff]+"
)
KEYCAP = re.compile("[0-9]\ufe0f?\u20e3|\U0001f51f")
