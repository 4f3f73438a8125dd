"""How well copies are found, and what signing a text costs.

Recall and precision are of a labelled set (`copies.py`, `series.py`). What finding a text's copies
costs where many are stored, `growth` measures.
"""

from __future__ import annotations

import argparse
import time
from statistics import median

from benchmarks.copies import captured_texts, composed_texts
from benchmarks.likeness import judge, report
from benchmarks.streams import captured_stream, taken_for_copies
from kznews.record.stories.likeness import Text
from kznews.record.stories.signature import signature
from kznews.record.stories.skeleton import skeleton_words

_EACH = 30
"""Of each length of the labelled set: how many are edited, in all ways."""


def _signing(texts: list[str]) -> str:
    """What a worker's processor does for an article, and for each candidate that it reads."""
    texts = [" ".join(text.split(" ")[:600]) for text in texts if len(text.split(" ")) >= 600]
    texts = texts[:60]
    spent: dict[str, list[float]] = {"sign": [], "read to compare": []}
    for _ in range(3):
        for text in texts:
            began = time.process_time()
            signature(skeleton_words(text))
            signed = time.process_time()
            Text.of(text)
            spent["sign"].append(signed - began)
            spent["read to compare"].append(time.process_time() - signed)
    figures = ", ".join(f"{name} {1e6 * median(each):.0f} us" for name, each in spent.items())
    return f"cpu for a text of 600 words: {figures}"


def main() -> None:
    """Run as `python -m benchmarks.stories`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stories", description=__doc__)
    parser.add_argument("--each", type=int, default=_EACH, help="originals edited (%(default)s)")
    options = parser.parse_args()
    captured = captured_texts()
    for name, texts in (("captured", captured), ("our own", composed_texts(100))):
        if texts:
            print(f"{len(texts)} {name} texts\n{report(judge(texts, each=options.each))}\n")
    if captured:
        stream = captured_stream()
        print(f"of {len(stream)} captured articles taken for copies: {taken_for_copies(stream)}")
        print(_signing(captured))


if __name__ == "__main__":
    main()
