# Python 3.11 to 3.13, make and pip are all that this needs:  make demo  (another Python: make demo PYTHON=python3.12)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := uv==0.13.9

.PHONY: help demo test fuzz check lint layers docs reproduce weights wheel lock clean

help: ## list what there is to make
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: $(VENV)/.train ## train a recogniser, evaluate it and write its report
	$(BIN)/inkread train $(RECIPE)

test: $(VENV)/.dev ## the tests
	$(BIN)/pytest

check: lint layers ## everything that continuous integration checks
	$(BIN)/python docs/make_docs.py --check
	$(BIN)/python experiments/make_leaderboard.py --check
	$(MAKE) test

fuzz: $(VENV)/.dev $(VENV)/.fuzz ## throw broken pictures, corrections and models at the program: 15 minutes
	$(BIN)/python fuzz/run.py pictures -max_total_time=600
	$(BIN)/python fuzz/run.py corrections -max_total_time=120
	$(BIN)/python fuzz/run.py models -max_total_time=180

lint: $(VENV)/.dev ## style and types
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

layers: $(VENV)/.dev ## imports point down only
	$(BIN)/lint-imports

docs: $(VENV)/.dev ## write the generated parts of the docs anew
	$(BIN)/python docs/make_docs.py
	$(BIN)/python experiments/make_leaderboard.py

reproduce: $(VENV)/.dev ## train every tutorial's network as published, three seeds each
	$(BIN)/inkread reproduce
	$(BIN)/python docs/make_docs.py

weights: $(VENV)/.dev ## the models that ship with the package, anew (INKREAD_DATA names MNIST; hours)
	$(BIN)/python -m inkread.training.reader_weights
	$(BIN)/python -m inkread.training.line_weights

# With the base install the recipes are listed, and training says what to install and exits with 2.
wheel: $(VENV)/.dev ## build the wheel and start it in an environment of its own
	rm -rf build/wheel
	$(BIN)/pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .
	$(PYTHON) -m venv build/wheel/env
	build/wheel/env/bin/pip install --quiet -c requirements.lock build/wheel/*.whl
	build/wheel/env/bin/inkread recipes
	build/wheel/env/bin/inkread train --quick; test $$? = 2

# The training libraries of the CUDA build of PyTorch stay out: pip adds them where that build is chosen.
lock: $(VENV)/.python ## write requirements.lock anew
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/pip install --quiet $(UV)
	$(VENV)/lock/bin/uv pip compile --quiet --upgrade pyproject.toml --output-file $(VENV)/lock/all.txt
	( echo "# Exact versions for Python 3.11 to 3.13, used as constraints; written by 'make lock'."; \
	  grep -vE '^(nvidia-|cuda-|triton)' $(VENV)/lock/all.txt ) > requirements.lock

clean: ## remove the environment and everything made in it
	rm -rf $(VENV)

# A stamp in the environment says what is installed; it is older than these files when they ask for something else.
$(VENV)/.train $(VENV)/.dev $(VENV)/.fuzz: $(VENV)/.%: pyproject.toml requirements.lock | $(VENV)/.python
	@echo "Installing the packages into $(VENV): a few minutes the first time."
	$(BIN)/pip install --quiet --disable-pip-version-check -c requirements.lock -e '.[$*]'
	@touch $@

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Inkread needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	@touch $@
