"""A plan as a piece of HTML for a notebook: a table, and nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from planner.model import Plan
from planner.render.escapes import html_text as escape
from planner.render.text import headline, known, legend


def plan_html(plan: Plan) -> str:
    """The ranked stacks, or the conflict."""
    return "\n".join(_parts(plan))


# --- machinery below --------------------------------------------------------------------------


def _parts(plan: Plan) -> Iterator[str]:
    yield f"<p><strong>{escape(headline(plan))}</strong></p>"
    if plan.stacks:
        heads = "".join(f"<th>{head}</th>" for head in ("#", "Stack", "RTT", "Bytes", "Fits", "Eq", "Unmet"))
        yield f"<table><thead><tr>{heads}</tr></thead><tbody>"
        for stack in plan.stacks:
            costs = stack.costs
            cells = (
                str(stack.rank),
                f"<code>{escape(stack.spelling)}</code>",
                known(costs.handshake_rtts),
                known(costs.overhead_bytes),
                known(costs.payload_mtu),
                escape(stack.equivalence),
                escape(", ".join(stack.unmet)),
            )
            yield f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
        yield f"</tbody></table><p><small>{escape(legend(plan))}</small></p>"
    for conflict in plan.conflicts:
        yield "<p>These demands cannot hold together:</p><ul>"
        for blame in conflict:
            asked = f"<code>{escape(blame.demand.spelling)}</code> ({escape(blame.demand.where)})"
            yield f"<li>{asked}: {escape(blame.reason)} [{escape(blame.source)}]</li>"
        yield "</ul>"
