"""Files in, values out: strict YAML, every fault at once, each with file, line and path.

Knows YAML and the grammars of scenarios and rules. Knows no graph, no solver, no score. Its doors are the modules
``rules`` (``load_rules``), ``composition`` (``load_scenario``), ``schema`` and ``files``.
"""
