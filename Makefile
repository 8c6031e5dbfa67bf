# The commands of the house. `make run` and `make test` need nothing but Python 3.11 or newer, make and git.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install run demo test prove check bench shots lock vendor-lock docs clean

PYTHON ?= $(firstword $(foreach name,python3.11 python3.12 python3.13 python3.14 python3 python,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
PY := .venv/bin/python
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
INSTALLED := .venv/installed.stamp
TOOLS := .venv/tools.stamp
VENDORED := dashboard/assets/vendor/manifest.json

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

install: $(INSTALLED) $(VENDORED) ## the environment alone: .venv, locked requirements, browser files

run: install ## install if needed, build the demonstration release if there is none, serve
	@exec $(PY) -m dashboard run

demo: install ## write the invented register anew and build a release from it
	@$(PY) -m dashboard demo var/demonstration && $(PY) -m dashboard build var/demonstration

test: install $(TOOLS) ## all that CI runs
	@$(PY) -m tests.browser
	@$(MAKE) --no-print-directory check
	@$(PY) -m pytest -n auto --dist loadgroup

prove: install $(TOOLS) ## the tests' long forms on this machine: kills, floods, forgeries; prints their figures
	@PORTAL_PROVE=1 $(PY) -m pytest -p tests.proof $$(grep -rlE 'PORTAL_PROVE|tests.proof' tests --include='test_*.py')

check: $(TOOLS) ## everything but the tests: style, types, imports, generated docs
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@$(PY) -m dashboard docs --check

bench: install $(TOOLS) ## measure the budgets, write bench/RESULTS.md
	@$(PY) -m tests.browser
	@$(PY) -m bench

shots: install $(TOOLS) ## pictures of every page in both languages at three sizes, into var/shots
	@$(PY) -m tests.browser
	@$(PY) -m bench.shots

docs: install ## write the generated pages of docs/
	@$(PY) -m dashboard docs

lock: $(INSTALLED) ## write requirements.txt and requirements-dev.txt from their .in files (hashes, no addresses)
	@$(PIP) uv
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --output-file requirements.txt requirements.in
	@.venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url \
		--no-emit-find-links --output-file requirements-dev.txt requirements-dev.in
	@! grep -nE '(https?|file)://' requirements.txt requirements-dev.txt

vendor-lock: $(INSTALLED) ## write the checksums of the versions in package.json: only after reviewing what changed
	@$(PY) -m dashboard vendor --relock

clean: ## forget the environment and the browser files; var/ stays
	@rm -rf .venv dashboard/assets/vendor

.venv/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found. Install it, or: make $(MAKECMDGOALS) PYTHON=/path/to/python" >&2; exit 1; }
	@echo "Making .venv with $$($(PYTHON) --version) …"
	@$(PYTHON) -m venv .venv

$(INSTALLED): requirements.txt | .venv/bin/python
	@echo "Installing what the portal needs (once; a minute or two) …"
	@$(PIP) --require-hashes --requirement requirements.txt
	@touch $@

$(TOOLS): requirements-dev.txt $(INSTALLED)
	@echo "Installing what the checks need …"
	@$(PIP) --require-hashes --requirement requirements-dev.txt
	@touch $@

$(VENDORED): package.json dashboard/vendor.lock.json dashboard/vendor.py | $(INSTALLED)
	@$(PY) -m dashboard vendor
