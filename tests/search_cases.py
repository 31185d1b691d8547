"""What the search engine needs in Node: the index of this guide, and the cases.

`PYTHONPATH=scripts python tests/search_cases.py FILE...` measures where the search sends people. A
FILE is a YAML list as in `cases/search/`, or lines of a question, a tab, and the pages that answer
it (`daily-life/sleep,routines/heat`) or its place in an emergency (`overdose`, `crisis`, `urgent`,
or `none`). It prints how many are right, and lists those that are not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from guide.content import stems
from guide.content.guide import Guide
from guide.publish.scripts import smaller
from guide.search.emergencies import NONE, PLACES, Examples, Weights, needed
from guide.search.index import write

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests/cases/search"
NODE = ROOT / "tests/node"
HAS_NODE = bool(shutil.which("node") or os.environ.get("CI"))
# The cases that name the right pages; those that name a place for emergencies, or `none`.
RIGHT = ("tuned", "developed", "held-out", "held-out-later", "blind", "blind-second", "blind-third")
# Pages about emergencies: their titles, such as "broken bones in the spine", may bring urgent help.
OF_EMERGENCIES = ("urgent-help.md", "understand/osteoporosis.md")
EMERGENCIES = (
    *(
        "urgent",
        "urgent-tuned",
        "urgent-held-out",
        "urgent-blind",
        "urgent-blind-second",
        "urgent-blind-third",
    ),
    "not-urgent",
)


Case = dict[str, Any]
"""A `query`, with the `pages` that answer it, or the `place` that it needs."""


def write_cases(folder: Path, lists: Mapping[str, list[Case]] | None = None) -> None:
    """Write the engine, its index and `cases.json`; `lists` are other cases than ours."""
    guide = Guide.load(ROOT / "docs")
    write(folder, guide)
    script = (ROOT / "docs/assets/javascripts/search-engine.js").read_text("utf-8")
    (folder / "search-engine.js").write_text(smaller(script), "utf-8")  # as it is served
    ours = {name: _listed(CASES / f"{name}.yml") for name in (*RIGHT, *EMERGENCIES)}
    each = ours if lists is None else lists
    texts = [guide.text_of(page) for page in guide.pages]
    texts += [line for page in guide.pages for line in page.search_words]
    weights = Weights.load(ROOT / "docs")
    examples = [text for text, _ in Examples.load(ROOT / "docs").of][::7]
    cases = {
        "right": {name: of for name, of in each.items() if "pages" in of[0]},
        "emergencies": {name: of for name, of in each.items() if "place" in of[0]},
        "titles": [page.title for page in guide.pages if str(page.path) not in OF_EMERGENCIES],
        "stems": {word: stems.stem(word) for text in texts for word in stems.words(text)},
        "scored": [
            {
                "stems": stems.stems(text),
                "scores": weights.scores(text),
                "needed": needed(weights.scores(text)),
            }
            for text in examples
        ],
    }
    (folder / "cases.json").write_text(json.dumps(cases), "utf-8")


def _listed(path: Path) -> list[Case]:
    """The cases of a file; a bare query is none of an emergency."""
    text = path.read_text("utf-8")
    if path.suffix not in (".yml", ".yaml"):
        return [_of_line(line) for line in text.splitlines() if line.strip()]
    listed = yaml.safe_load(text)
    return [
        case | {"query": str(case["query"])}
        if isinstance(case, dict)
        else {"query": str(case), "place": "none"}
        for case in listed
    ]


def _of_line(line: str) -> Case:
    query, _, right = (part.strip() for part in line.partition("\t"))
    if right in (*PLACES, NONE):
        return {"query": query, "place": right}
    pages = [page.strip().removesuffix(".md").strip("/") for page in right.split(",")]
    return {"query": query, "pages": pages}


def run_node(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Node in tests/node on the cases of a folder."""
    return subprocess.run(
        ["node", *arguments],
        cwd=NODE,
        env=os.environ | {"GUIDE_SEARCH": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def main(files: list[str]) -> None:
    """Print the figures of each file."""
    with tempfile.TemporaryDirectory() as folder:
        write_cases(Path(folder), {Path(file).stem: _listed(Path(file)) for file in files})
        ran = run_node(Path(folder), "measure.mjs")
        print(ran.stdout + ran.stderr, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
