# Each target is one command of the `local` package, which sets up what it needs by itself. `make` lists them.

ifndef PYTHON
PYTHON := $(shell for python in python3.11 python3 python3.12 python3.13 python3.14; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$python" && exit; \
	done; echo python3)
endif

COMMANDS := run manage test test-quick prove check format migration messages openapi bench setup lock clean reset-demo

.DEFAULT_GOAL := help
.PHONY: help $(COMMANDS)

help:
	@$(PYTHON) -m local help

$(COMMANDS):
	@$(PYTHON) -m local $@ $(ARGS)
