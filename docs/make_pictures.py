"""Makes the pictures of README: ``python docs/make_pictures.py``. A test makes them again and compares."""

from __future__ import annotations

from pathlib import Path

from planner import Planner

HERE = Path(__file__).parent
SCENARIO = HERE.parent / "scenarios" / "browser-call-udp-blocked.yaml"


def pictures() -> dict[str, str]:
    """The file names of README's pictures, each with its SVG."""
    planner = Planner()
    answer = planner.plan(SCENARIO)
    return {"best-stacks.svg": planner.picture(answer).svg, "best-stack.svg": planner.show(answer, 1).svg}


def main() -> None:
    (HERE / "pictures").mkdir(exist_ok=True)
    for name, svg in pictures().items():
        (HERE / "pictures" / name).write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
