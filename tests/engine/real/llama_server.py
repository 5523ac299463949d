"""`python llama_server.py FILE PORT TOKENS`: llama.cpp's server out of the wheel `xllamacpp`, until it is ended."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from typing import Any

SLOTS = 2


def main() -> None:
    library: Any = import_module("xllamacpp")
    parameters: Any = library.CommonParams()
    parameters.model.path = sys.argv[1]
    parameters.hostnames = ["127.0.0.1"] if isinstance(parameters.hostnames, list) else "127.0.0.1"
    parameters.port = int(sys.argv[2])
    parameters.n_ctx = int(sys.argv[3]) * SLOTS
    parameters.n_parallel = SLOTS
    parameters.kv_unified = False
    parameters.endpoint_metrics = True
    parameters.cpuparams.n_threads = 1
    parameters.warmup = False
    parameters.flash_attn_type = library.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_DISABLED
    server: Any = library.Server(parameters)
    print(server.listening_address, flush=True)
    while True:
        time.sleep(1)


if __name__ == "__main__":
    main()
