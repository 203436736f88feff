"""Stack planner: which stacks of transports and security protocols meet an application's demands (RFC 8922)."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from planner.errors import DataError, Fault, PlannerError
    from planner.model import Layer, Plan, Preference, Rules, Scenario
    from planner.planning import Planner, plan

__all__ = ["DataError", "Fault", "Layer", "Plan", "Planner", "PlannerError", "Preference", "Rules", "Scenario", "plan"]

_HOMES = {"DataError": "errors", "Fault": "errors", "PlannerError": "errors", "Planner": "planning", "plan": "planning"}


def __getattr__(name: str) -> Any:
    """The public names, each imported when it is first asked for: the command starts before any of them is needed."""
    if name == "__version__":  # reading the metadata takes longer than all the rest, so not before somebody asks
        from importlib.metadata import version

        return version("stack-planner")
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"planner.{_HOMES.get(name, 'model')}"), name)


def __dir__() -> list[str]:
    return __all__
