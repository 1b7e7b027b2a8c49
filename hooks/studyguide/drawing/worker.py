"""Draws diagrams: a JSON list of texts on standard input, a line of JSON for each on standard output.

Run by its path, and by itself: Mermaid's own JavaScript runs in it, without a clock and without chance, so that the
same text is always the same picture. Labels are text of SVG, never HTML.
"""

from __future__ import annotations

import json
import sys

# Without a browser Mermaid has no clock either; a chart is drawn as if it were always the same day.
FROZEN = """
(() => {
  let seed = 1;
  Math.random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const Real = Date, day = Real.UTC(2000, 0, 1);
  globalThis.Date = class extends Real {
    constructor(...given) { given.length ? super(...given) : super(day); }
    static now() { return day; }
  };
})();
"""
SETTINGS = {
    "securityLevel": "strict",
    "htmlLabels": False,
    "flowchart": {"htmlLabels": False},
    "class": {"htmlLabels": False},
    "deterministicIds": True,
    "deterministicIDSeed": "diagram",
    "fontFamily": "DejaVu Sans, Verdana, sans-serif",
    "suppressErrorRendering": True,
    "maxTextSize": 20_000,
    "maxEdges": 500,
    # What a diagram may not say otherwise.
    "secure": [
        *("secure", "securityLevel", "startOnLoad", "maxTextSize", "maxEdges", "suppressErrorRendering"),
        *("htmlLabels", "flowchart", "class", "fontFamily", "themeCSS", "dompurifyConfig", "deterministicIds"),
    ],
}


def main() -> None:
    from mermaidx.engines import quickjs_engine

    scripts = quickjs_engine.context_scripts
    quickjs_engine.context_scripts = lambda: (*scripts(), FROZEN)
    engine = quickjs_engine.Engine()
    engine.start()
    for text in json.load(sys.stdin):
        try:
            told = {"svg": engine.render_svg(text, "default", SETTINGS, None)}
        except Exception as error:  # whatever Mermaid says of the text
            told = {"wrong": str(error)}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
