"""How the time of a question grows with the number of articles, as a picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

SHOWN = ("AND", "AND + 3 facets", "OR, top 10 alone", "OR + 3 facets", "phrase", "prefix")
SCOPE = "ranked"
LINES = {"searchkit": ("#1f4e99", "-", "o"), "tantivy": ("#b3261e", "--", "s")}
INCHES, COLUMNS = (11.0, 6.5), 3


def draw(results: Sequence[Mapping[str, Any]], path: Path) -> bool:
    """Draw all sizes into a file, .svg or .png by its name; False where there are not two."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    measured = sorted(
        (one for one in results if one.get("questions")), key=lambda one: one["articles"]
    )
    if len(measured) < 2:
        return False
    style: dict[Any, Any] = {"svg.fonttype": "none", "svg.hashsalt": "searchkit", "font.size": 9}
    with rc_context(style):
        figure = Figure(figsize=INCHES, layout="constrained")
        axes = figure.subplots(-(-len(SHOWN) // COLUMNS), COLUMNS, sharex=True).flat
        for axis, kind in zip(axes, SHOWN, strict=True):
            _draw_kind(axis, kind, measured)
        figure.suptitle("Median time of a question by the number of articles", x=0.01, ha="left")
        handles, labels = axes[0].get_legend_handles_labels()
        figure.legend(handles, labels, loc="outside lower center", ncols=len(LINES), frameon=False)
        metadata = {"Date": None} if path.suffix == ".svg" else None
        figure.savefig(path, metadata=metadata)
    return True


def _draw_kind(axis: Any, kind: str, results: Sequence[Mapping[str, Any]]) -> None:
    for peer, (colour, line, marker) in LINES.items():
        points = [
            (one["articles"], row["ms"][peer]["median"])
            for one in results
            for row in one["questions"]
            if row["kind"] == kind and row["scope"] == SCOPE and peer in row["ms"]
        ]
        if points:
            x, y = zip(*points, strict=True)
            axis.plot(x, y, color=colour, linestyle=line, marker=marker, markersize=4, label=peer)
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_title(kind, loc="left")
    axis.set_xlabel("articles")
    axis.set_ylabel("ms")
    axis.grid(visible=True, color="#e0e0e0", linewidth=0.6)
    axis.spines[["top", "right"]].set_visible(False)
