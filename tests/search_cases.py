"""What the search engine needs in Node: the index of this guide, and the cases.

`PYTHONPATH=scripts python tests/search_cases.py FILE` measures where the search sends those in an
emergency. FILE is a YAML list as in `cases/search/`: `{query: ..., place: crisis}`, or a bare query
that must bring no emergency first. It prints how many are right, and lists those that are not.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import yaml
from guide.content import stems
from guide.content.guide import Guide
from guide.publish.scripts import smaller
from guide.search.emergencies import Examples, Weights, needed
from guide.search.index import write

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests/cases/search"
NODE = ROOT / "tests/node"
HAS_NODE = bool(shutil.which("node") or os.environ.get("CI"))
# The cases that name the right pages; those that name a place for emergencies, or `none`.
RIGHT = ("tuned", "developed", "held-out", "held-out-later", "blind", "blind-second")
# Pages about emergencies: their titles, such as "broken bones in the spine", may bring urgent help.
OF_EMERGENCIES = ("urgent-help.md", "understand/osteoporosis.md")
EMERGENCIES = (
    *("urgent", "urgent-tuned", "urgent-held-out", "urgent-blind", "urgent-blind-second"),
    "not-urgent",
)


def write_cases(folder: Path, emergencies: Iterable[Path] | None = None) -> None:
    """Write the engine, its index and `cases.json`; `emergencies` are other lists than ours."""
    guide = Guide.load(ROOT / "docs")
    write(folder, guide)
    script = (ROOT / "docs/assets/javascripts/search-engine.js").read_text("utf-8")
    (folder / "search-engine.js").write_text(smaller(script), "utf-8")  # as it is served
    lists = emergencies or [CASES / f"{name}.yml" for name in EMERGENCIES]
    texts = [guide.text_of(page) for page in guide.pages]
    texts += [line for page in guide.pages for line in page.search_words]
    weights = Weights.load(ROOT / "docs")
    examples = [text for text, _ in Examples.load(ROOT / "docs").of][::7]
    cases = {
        "right": {name: _listed(CASES / f"{name}.yml") for name in RIGHT},
        "emergencies": {path.stem: _listed(path) for path in lists},
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


def _listed(path: Path) -> list[dict[str, object]]:
    """The cases of a file; a bare query is none of an emergency."""
    listed = yaml.safe_load(path.read_text("utf-8"))
    return [
        case | {"query": str(case["query"])}
        if isinstance(case, dict)
        else {"query": str(case), "place": "none"}
        for case in listed
    ]


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
        write_cases(Path(folder), map(Path, files))
        ran = run_node(Path(folder), "measure.mjs")
        print(ran.stdout + ran.stderr, end="")


if __name__ == "__main__":
    main(sys.argv[1:])
