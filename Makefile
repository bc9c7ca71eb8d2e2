# Two commands are enough: `make run` and `make test`. The README gives the plain commands behind each target.

PYTHON ?= python3
VENV ?= .venv
HOST ?= localhost
PORT ?= 8501
KILLS ?= 200
SECONDS ?= 60
BITS ?= 4

BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev

.DEFAULT_GOAL := help
.PHONY: help setup run test check torture bench screenshots format clean

help: ## Say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -e 's/:.*## /\t/' | expand -t 14

setup: $(INSTALLED) ## Create .venv with the pinned dependencies and the project

run: $(INSTALLED) ## Start the dashboard on http://localhost:8501 (HOST= and PORT= override)
	@$(BIN)/deepseek-shock serve --host $(HOST) --port $(PORT)

test: $(INSTALLED_DEV) ## Run all tests, unit, page and browser, on all cores
	$(BIN)/python -m pytest -n auto --dist worksteal

check: $(INSTALLED_DEV) ## Lint, formatting, strict types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

torture: $(INSTALLED_DEV) ## Kill refreshes, let them race, fill disks, flip bits; count what held (KILLS= and SECONDS= override)
	$(BIN)/python -m scripts.torture --kills $(KILLS) --seconds $(SECONDS) --bits $(BITS)

bench: $(INSTALLED_DEV) ## Measure the speed ratios of benchmarks/
	$(BIN)/python -m benchmarks

screenshots: $(INSTALLED_DEV) ## Write docs/images from the running pages
	$(BIN)/python -m scripts.screenshots

format: $(INSTALLED_DEV) ## Rewrite the code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove .venv and caches; stored prices stay
	rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis *.egg-info build dist
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed; choose one with: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "No virtual environment could be made; on Debian: apt-get install python3-venv"; exit 1; }

$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(INSTALLED_DEV): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,garch]'
	@touch $@
