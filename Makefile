# Every command of the project. `make` alone lists them.
PYTHON ?= python3
BIN := .venv/bin
export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help install run test smoke bench simulate pictures fmt lint types openapi lock clean

help: ## list the commands
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: ## install what the project needs into .venv and node_modules
	@$(PYTHON) local/install.py

run: install ## start the whole system on this machine and print where it is
	@exec $(BIN)/python -m local.run

test: ## run every test, check and linter
	@$(PYTHON) local/install.py chromium
	@exec $(BIN)/python -m tests.run $(ONLY)

smoke: install ## one complete call through a fresh stack; ends with a line of JSON
	@exec $(BIN)/python -m local.smoke

bench: install ## the project's ratios against their floors
	@exec $(BIN)/python -m bench

SIMULATE = $(if $(SEED),--seed $(SEED)) $(if $(TRACE),--trace) $(if $(SHRINK),--shrink) \
  $(if $(SEEDS),--seeds $(SEEDS)) $(if $(WITHOUT),--without $(WITHOUT)) $(if $(JOBS),--jobs $(JOBS))

simulate: install ## play histories: SEEDS=10000, or SEED=7 TRACE=1 [SHRINK=1] [WITHOUT=crash,late]
	@exec $(BIN)/python -m tests.simulation --coverage $(SIMULATE)

pictures: ## take the README's pictures again, from a call in a real browser
	@$(PYTHON) local/install.py chromium
	@exec $(BIN)/python -m local.pictures

fmt: install ## format both languages
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix -q .
	@for part in desk help; do $(BIN)/npm run --silent --prefix web/$$part lint -- --fix; done

lint: install ## linters of both languages and of the template
	@exec $(BIN)/python -m tests.run lint

types: install ## type checks of both languages
	@exec $(BIN)/python -m tests.run types

openapi: install ## write docs/openapi.json and the desk's types again
	@$(BIN)/python -m infra.openapi
	@$(BIN)/npm run --silent --prefix web/desk generate

lock: ## resolve requirements-dev.in anew into requirements-dev.txt
	@$(PYTHON) -m venv .alo/lock && .alo/lock/bin/pip install -q -r requirements-dev.in
	@(echo "# Made by make lock from requirements-dev.in: every version, transitive ones too."; \
	  .alo/lock/bin/pip freeze --exclude pip --exclude setuptools) > requirements-dev.txt

clean: ## remove what can be made again; demo data goes too
	@rm -rf .alo web/*/dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
