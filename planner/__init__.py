"""Stack planner: which stacks of transports and security protocols meet an application's demands (RFC 8922 and
after)."""

from planner.errors import DataError, Fault, PlannerError
from planner.model import Layer, Plan, Preference, Rules, Scenario
from planner.planning import Planner, plan

__all__ = ["DataError", "Fault", "Layer", "Plan", "Planner", "PlannerError", "Preference", "Rules", "Scenario", "plan"]
