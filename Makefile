# The two commands of the README, and what developers run between them.
# Nothing but Python 3.11+ and make is expected on the machine.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3.14 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))' \
	>/dev/null 2>&1 && { $$p -c 'import sys; print(sys.executable)'; break; }; done)
UV = .tools/bin/uv
RUN = .venv/bin

.PHONY: demo test test-slow mutation check install develop clean

demo: install
	$(RUN)/praya run evergreen-2023

test: develop
	$(RUN)/pytest -n 2

test-slow: develop
	$(RUN)/pytest -m slow

# For example: make mutation ARGS='--sample 600 --seed 1 --processes 2'
mutation: develop
	cd tests && ../$(RUN)/python -m mutation $(ARGS)

check: develop
	$(RUN)/ruff check src tests
	$(RUN)/ruff format --check src tests
	$(RUN)/mypy
	$(RUN)/pytest -n 2 tests/gates tests/base

install: $(UV)
	@$(UV) sync --quiet --frozen --no-dev --inexact --python $(RUN)/python

develop: $(UV)
	@$(UV) sync --quiet --frozen --python $(RUN)/python

$(UV):
	@test -n "$(PYTHON)" || { echo "praya needs Python 3.11 to 3.14 with venv; name one: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up in .venv (once, about a minute) ..." >&2
	@$(PYTHON) -m venv .venv
	@$(PYTHON) -m venv .tools
	@.tools/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.8

clean:
	rm -rf .venv .tools
