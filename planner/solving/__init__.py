"""What finds: masks, the constraint problem, the solver, scoring, best first, exact ranks, conflicts."""
