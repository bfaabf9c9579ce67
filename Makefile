# Two commands on a fresh machine: `make demo` talks, `make test` is green. `make check` is what the build runs.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV_VERSION = 0.13.9
BIN = .venv/bin
READY = .venv/ready
export UV_PYTHON_DOWNLOADS = never

.PHONY: demo test check lint types imports slow fix words

demo: $(READY)            ## one household's story in the terminal, then a chat
	@$(BIN)/hearthline demo

test: $(READY)            ## what a newcomer runs; no network, no root, no service but what a wheel brings
	$(BIN)/pytest -n 2 --dist loadfile -m "not slow and not live"

check: lint types imports test slow  ## what the build runs; run it before every commit

lint: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(READY)
	$(BIN)/mypy

imports: $(READY)
	$(BIN)/lint-imports

slow: $(READY)            ## more examples, longer runs
	$(BIN)/pytest -m "slow and not live"

fix: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

words: $(READY)           ## bring the catalogues up to date with the code
	$(BIN)/pybabel -q extract -F babel.cfg -k "_" -k "Term:1c,2" --no-location --sort-output -o .venv/hearthline.pot .
	$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap -D hearthline -i .venv/hearthline.pot -d dialogs/locale

$(READY): pyproject.toml uv.lock
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@$(BIN)/uv sync --locked -q
	@touch $@
