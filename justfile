# The recipes that people, pre-commit and .ci/run call. The tools are those of the virtual environment that is active, or else of .venv.
# `just` itself comes with the extra "test" (on PyPI it is called rust-just).

export PATH := (env("VIRTUAL_ENV", justfile_directory() / ".venv") / "bin") + ":" + env("PATH")

# List the recipes.
default:
    @just --list

# Install the program with everything that these recipes need into the environment.
setup:
    python -m pip install --quiet -e ".[dev]"

# Sort the imports and format the code.
format:
    ruff check --select I --fix
    ruff format

# What ruff finds, and whether the code is formatted.
lint:
    ruff check
    ruff format --check

# mypy.
types:
    mypy

# Who may import whom (.importlinter).
contracts:
    lint-imports

# The tests that one waits for; README's second line runs the same.
test:
    python -m pytest -q

# The same, measured: whether they reach as many branches as pyproject.toml asks for.
coverage: && covered
    rm -f .coverage .coverage.*
    COVERAGE_PROCESS_START={{justfile_directory()}}/pyproject.toml python -m pytest -q

# What tests that ran with COVERAGE_PROCESS_START left dark.
covered:
    coverage combine --quiet
    coverage report

# The tests that take minutes.
test-long:
    python -m pytest -q -m long

# What touches other people's libraries, with the lowest versions of them that pyproject.toml allows.
test-lowest:
    rm -rf .venv-lowest
    python -m venv .venv-lowest
    uv pip compile --quiet --resolution lowest-direct --extra pictures pyproject.toml -o .venv-lowest/lowest.txt
    uv pip install --quiet --python .venv-lowest/bin/python -e ".[test]" --constraint .venv-lowest/lowest.txt
    .venv-lowest/bin/python -m pytest -q tests/functional/test_commands.py tests/functional/test_cases.py \
        tests/functional/test_refusals.py tests/functional/test_graph_command.py tests/unit/loading tests/unit/catalogue \
        tests/unit/render tests/unit/drawing/test_writers.py

# The tests that click in a real Chromium.
browser:
    python -m pytest -q -m browser

# Build the documentation into site/, warnings being errors.
docs:
    mkdocs build --strict

# Show what the fragments in changes/ will say in CHANGELOG.md.
changelog:
    towncrier build --draft --version next

# Everything.
check: lint types contracts coverage test-long test-lowest browser docs changelog
