# Everything from nothing: `make run` needs neither root nor a browser, `make test` sees to both and to a PostgreSQL.
# One part alone: make unit T=tests/engine/feel
PYTHON ?= python3
BIN := .venv/bin
NPM := PATH="$(CURDIR)/$(BIN):$$PATH" npm
PACKAGES := engine registers api web shuoshi demo
T ?=
export PORT

.DEFAULT_GOAL := help
.PHONY: help run test lint fmt types unit journeys soak bench tck betsy translations locks ready-to-run ready-to-lint ready-for-unit ready-for-bench ready-for-all

help: ## list what can be made
	@sed -nE 's/^([a-z]+):.* ## (.*)/  make \1\t\2/p' Makefile | expand -t 18

run: ready-to-run ## set up, make the demo county and serve it at http://127.0.0.1:8000 (PORT=9000 make run)
	@exec $(BIN)/shuoshi demo --serve

test: ready-for-all ## set up and run everything: lint, types, unit tests on SQLite and PostgreSQL, journeys in a browser
	@$(MAKE) --no-print-directory lint types unit journeys

lint: ready-to-lint ## all linters: ruff, import-linter, djlint, eslint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/djlint --quiet --lint web/templates
	$(NPM) run --silent lint

fmt: ready-to-lint ## put the code in form
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format --quiet .

types: ready-to-lint ## mypy and tsc, both strict
	$(BIN)/mypy $(PACKAGES) tools benchmarks tests
	$(NPM) run --silent types

unit: ready-for-unit ## unit tests on both databases; T=tests/engine/feel runs one part
ifeq ($(T),)
	$(NPM) run --silent test
	$(BIN)/pytest tests --ignore=tests/journeys -n 2 --dist loadfile
else
	$(BIN)/pytest $(T)
endif

journeys: ready-for-all ## end-to-end tests in a real browser; T=tests/journeys/test_s1.py runs one
	$(BIN)/pytest $(or $(T),tests/journeys)

soak: ready-for-unit ## what takes minutes: kills under load, large data; SOAK_SEED=7 rolls the same dice again
	$(BIN)/pytest $(or $(T),tests) -m soak

bench: ready-for-bench ## benchmarks beside their floor and beside others, as tables
	$(BIN)/python -m benchmarks $(T)
	$(BIN)/python -m benchmarks.feel
	$(BIN)/python -m benchmarks.peers
	$(BIN)/python -m benchmarks.growing
	$(BIN)/python -m benchmarks.large

tck: ready-for-unit ## the DMN conformance tables
	$(BIN)/python -m tests.engine.dmn.tck $(T)

betsy: ready-for-unit ## the BPMN conformance processes; T=event runs one group
	@$(BIN)/python -m tests.engine.bpmn.betsy $(T)

translations: ready-to-lint ## collect the texts of the pages; then fill what is empty in web/translations/en/LC_MESSAGES/messages.po
	@mkdir -p build
	$(BIN)/pybabel -q extract -F web/translations/babel.cfg -k _l --no-wrap --sort-by-file --add-location=file -o build/messages.pot web api shuoshi
	$(BIN)/pybabel -q update -i build/messages.pot -d web/translations --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date
	$(BIN)/pybabel -q compile --statistics -d web/translations

locks: ## write requirements/*.txt anew from pyproject.toml (needs uv)
	$(PYTHON) tools/locks.py

ready-to-run:
	@$(PYTHON) tools/setup.py run
ready-to-lint:
	@$(PYTHON) tools/setup.py dev
ready-for-unit:
	@$(PYTHON) tools/setup.py unit
ready-for-bench:
	@$(PYTHON) tools/setup.py bench
ready-for-all:
	@$(PYTHON) tools/setup.py test
