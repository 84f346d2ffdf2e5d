# Gongqiao 工桥. `make` alone lists the targets; `make demo` and `make test` set up what they need.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PYTHON ?= python3
UV_VERSION := 0.13.9
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
BENCH_READY := $(VENV)/.bench-ready
MUTANTS_READY := $(VENV)/.mutants-ready
GUARDED := tests/optimizer/test_audit.py tests/optimizer/test_audit_edges.py tests/optimizer/test_recount.py tests/policy tests/data/test_privacy.py tests/data/test_key_ring.py tests/data/rights
MUTANTS ?=
DATA ?=
NO_BROWSER ?=

$(BIN)/uv:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

$(READY): requirements.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q -j 0 $$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') api benchmarks data labor matching optimizer policy
	@rm -f $(BENCH_READY) $(MUTANTS_READY)
	@touch $@

$(BENCH_READY): requirements-bench.lock $(READY)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-bench.lock
	@touch $@

$(MUTANTS_READY): requirements-mutants.lock $(READY)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-mutants.lock
	@touch $@

.PHONY: help setup demo serve test test-fast coverage coverage-quick mutants licences check format bench bench-facility bench-ranking soak lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

setup: $(READY) ## make the environment in .venv

demo: $(READY) ## the main job on the synthetic season: messy Excel files in, manifests out
	$(BIN)/gongqiao demo

serve: $(READY) ## the web console on the sample, on 127.0.0.1
	$(BIN)/gongqiao serve --demo

test: $(READY) ## all tests (SQLite, a real PostgreSQL, a real browser where there is one)
	@test -n "$(NO_BROWSER)" || scripts/browser.sh || { echo "no browser for the page tests: NO_BROWSER=1 make test leaves them out"; exit 1; }
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/soak $(if $(NO_BROWSER),-m "not browser")

test-fast: $(READY) ## the tests that take no server and no browser
	$(BIN)/python -m pytest -m "not postgres and not browser and not slow" --ignore tests/soak

coverage: $(READY) ## all tests, with the branches they take and the floors held
	$(BIN)/python -m pytest -n 2 --dist loadfile --ignore tests/soak --cov --cov-report= $(if $(NO_BROWSER),-m "not browser")
	$(BIN)/python -m scripts.coverage_floors

coverage-quick: $(READY) ## the floors of what rechecks, judges and guards, by its own tests
	$(BIN)/python -m pytest $(GUARDED) --cov --cov-report=
	$(BIN)/python -m scripts.coverage_floors --guarded

mutants: $(MUTANTS_READY) ## break audit, policy, rights and privacy one line at a time; names what no test noticed and nobody explained
	@test ! -d mutants || find mutants -name '*.toml' -delete -o -name '*.csv' -delete # mutmut copies a pack once and never looks again
	$(BIN)/mutmut run --max-children 2 $(MUTANTS)
	$(BIN)/python -m scripts.surviving_mutants

check: $(READY) ## format, lint, types, import contract
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(READY) ## put the code in the one format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(BENCH_READY) ## every benchmark with its rivals, one table
	$(BIN)/python -m benchmarks

bench-facility: $(BENCH_READY) ## DATA=folder of facility-location instances with optima.txt
	@test -n "$(DATA)" || { echo "say where the instances are: make bench-facility DATA=folder"; exit 2; }
	$(BIN)/python -m benchmarks.facility "$(DATA)"

bench-ranking: $(BENCH_READY) ## DATA=folder of clicks: views, postings, experience, wishes .csv
	@test -n "$(DATA)" || { echo "say where the clicks are: make bench-ranking DATA=folder"; exit 2; }
	$(BIN)/python -m benchmarks.ranking "$(DATA)"

soak: $(BENCH_READY) ## the long proofs: hundreds of random instances against exact models
	$(BIN)/python -m pytest tests/soak -o testpaths=tests/soak -p no:cacheprovider --timeout 3600

lock: | $(BIN)/uv ## rewrite the lock files from pyproject.toml
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --extra dev pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --extra dev --extra bench pyproject.toml -o requirements-bench.lock
	$(BIN)/uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --constraint requirements.lock --extra dev --extra mutants pyproject.toml -o requirements-mutants.lock

licences: $(READY) ## write docs/licences.md anew from the lock file
	$(BIN)/python -m scripts.licences

clean: ## remove the environment and everything under var/
	rm -rf $(VENV) var
