"""Writes what the evaluation found as Markdown. Standard library only. The JSON beside it holds the same and every fault."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def percent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f} %"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def gate_words(gate: float) -> str:
    return "closed: refusals only" if gate > 1 else f"{gate:.3f}"


def group_table(groups: dict[str, dict], title: str = "held-out questions") -> str:
    keys = ("questions", "right", "wrong", "refused", "unknown text")
    rows = [[name, *(group[key] for key in keys), percent(group["share right"])] for name, group in groups.items()]
    return table([title, "asked", "right", "another fact", "refused", "unknown text", "share right"], rows)


def gate_table(rows: Iterable[dict]) -> str:
    shares = ("right shown", "wrong shown", "refused though about Sotto", "pages instead")
    return table(["gate", *shares, "privacy, safety wrong"],
                 [[gate_words(row["gate"]), *(percent(row[key]) for key in shares), row["privacy and safety wrong shown"]]
                  for row in rows])


def bar_words(reached: bool | None) -> str:
    return {True: "reached", False: "**missed**", None: "not asked"}[reached]


def markdown(report: dict) -> str:
    """One model file's report."""
    model, gate = report["model"], report["gate"]
    parts = [
        f"# {model['file']}",
        f"{model['bytes']:,} bytes, SHA-256 `{model['sha256']}`, run `{model['run']}`, seed {model['seed']}, "
        f"{model['trained tokens']:,} of {model['planned tokens']:,} tokens trained. Answered by {report['answered by']} "
        f"at temperature 0.",
        *([f"**Not a measure of the model:** {report['note']}"] if report.get("note") else []),
        table(["bar", ""], [[name, bar_words(reached)] for name, reached in report["bars"].items()]),
        group_table(report["groups"]),
        "Of those kept back from training, written by the same hands as what was learned, and follow-ups after an answer:",
        group_table(report["kept back"], "kept back"),
        f"## The gate\n\nChosen on {gate['chosen on']} questions that were kept back from training, so that there at most "
        f"{percent(gate['most wrong there'])} of the answers are shown and wrong, and none on privacy or safety: "
        f"{gate_words(gate['value'])}. Shares are of all questions. First on those, then on the held-out ones:",
        gate_table([gate["validation"], gate["held out"]]),
        "Every gate, on the held-out questions; for looking at, nothing is chosen by it:",
        gate_table(report["curve"]),
    ]
    return "\n\n".join(parts) + "\n"


def summary(reports: Sequence[dict]) -> str:
    """Several files side by side: seeds, or the same weights more coarsely kept."""
    head = ["file", "seed", "right, en", "right, zh", "off topic refused", "privacy, safety wrong", "gate", "wrong shown"]
    rows = []
    for report in reports:
        groups, gate = report["groups"], report["gate"]
        guarded = groups["privacy and safety"]
        rows.append([f"{report['model']['run']}/{report['model']['file']}", report["model"]["seed"],
                     percent(groups["about Sotto, en"]["share right"]), percent(groups["about Sotto, zh"]["share right"]),
                     percent(groups["off topic"]["share right"]), guarded["wrong"] + guarded["unknown text"],
                     gate_words(gate["value"]), percent(gate["held out"]["wrong shown"])])
    return "# Held-out questions\n\n" + table(head, rows) + "\n"
