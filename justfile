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

# The tests that take minutes.
test-long:
    python -m pytest -q -m long

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
check: lint types contracts test test-long browser docs changelog
