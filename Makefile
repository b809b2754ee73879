# Python 3.11 or later is all that is needed. `make up` the first time, and every time.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
LOCK := $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet

.PHONY: up test check audit bench docs lock

up: .venv/main
	@$(BIN)/parvis up

test: .venv/dev
	@$(BIN)/python -m pytest -n auto --dist loadgroup

check: .venv/dev
	@$(BIN)/python -m parvis.testing.check

audit: .venv/dev
	@$(BIN)/python -m parvis.testing.audit

bench: .venv/dev
	@$(BIN)/python -m bench

docs: .venv/dev
	@$(BIN)/python -m parvis.config.documents

.venv/made:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Parvis needs Python 3.11 or later: make up PYTHON=python3.12")'
	$(PYTHON) -m venv .venv && touch $@

# The stamps make the next run instant and without network.
.venv/main: requirements/main.txt .venv/made
	$(PIP) --require-hashes -r $< && $(PIP) --no-deps --no-build-isolation --editable . && touch $@

.venv/dev: requirements/dev.txt .venv/made
	$(PIP) --require-hashes -r $< && $(PIP) --no-deps --no-build-isolation --editable . && touch .venv/main $@

# pyproject.toml is the only source of what we depend on; setuptools builds the editable install.
lock: .venv/dev
	$(PIP) uv
	echo 'setuptools>=75' | $(LOCK) pyproject.toml - --output-file requirements/main.txt
	echo 'setuptools>=75' | $(LOCK) pyproject.toml - --all-extras --constraint requirements/main.txt --output-file requirements/dev.txt
