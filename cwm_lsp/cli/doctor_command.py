"""`cwm-lsp doctor`: what is installed, which engine would answer, whether it does, how fast, and what to change."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from cwm_lsp import __version__
from cwm_lsp.cli.command import DONE, NO_ENGINE, Command

if TYPE_CHECKING:
    from cwm_lsp.engine.protocol import Engine
    from cwm_lsp.serving.doctor import Examination

_DESCRIPTION = """\
Find out whether the chosen engine can answer: load it, have it predict a small trace whose values
are known, compare, and say what to change. Model servers that run on this machine are named, not used."""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    from cwm_lsp.cli.engines import add_engine_arguments

    add_engine_arguments(parser)


def _handle(options: argparse.Namespace) -> int:
    import asyncio
    import platform

    from cwm_lsp.cli.engines import choice_of, engine_for
    from cwm_lsp.serving.doctor import TRUE_RESULTS, installed
    from cwm_lsp.serving.gpus import find_gpus

    print(f"cwm-lsp {__version__}, Python {platform.python_version()}, {platform.system()} {platform.machine()}")
    for name, version in installed().items():
        print(f"  {name:14}{version or 'not installed'}")
    gpus = find_gpus()
    print("GPUs:", "; ".join(f"{gpu.name} {gpu.memory / 2**30:.0f} GiB" for gpu in gpus) or "none found")
    _tell_servers()
    choice = choice_of(options)
    print(f"\nengine: {choice.name}")
    found = asyncio.run(_examined(engine_for(choice)))
    if not found.fault:
        print(f"  model         {found.model}, context {found.context:,} tokens, loaded in {found.loading:.1f} s")
        print(f"  known trace   {found.right} of {len(TRUE_RESULTS)} values right, verification off")
        first = f"first frame after {found.first:.2f} s" if found.first else "no frame was the model's"
        print(f"  speed         {found.frames_a_second:.1f} frames a second, {first}")
    for sentence in found.advice:
        print(f"  ! {sentence}")
    if not found.advice:
        print("  all is well")
    return NO_ENGINE if found.fault else DONE


async def _examined(engine: Engine) -> Examination:
    from cwm_lsp.serving.doctor import examine

    try:
        return await examine(engine)
    finally:
        await engine.close()


def _tell_servers() -> None:
    """Servers that run here, if what finds them is installed."""
    import asyncio

    try:
        from cwm_lsp.engine.server.discovery import discover
    except ImportError:
        print("model servers here: not looked for; pip install 'cwm-lsp[vllm]' is needed to use one")
        return
    servers = asyncio.run(discover())
    if not servers:
        print("model servers here: none on the usual ports")
    for one in servers:
        hint = f"; try: cwm-lsp doctor --endpoint {one.endpoint}" if one.is_code_world_model else ""
        print(f"model server here: {one.endpoint} ({one.kind}'s port) with {', '.join(one.models) or 'no model'}{hint}")


DOCTOR = Command(
    name="doctor",
    summary="find out whether the engine can answer, how fast, and what to change",
    description=_DESCRIPTION,
    epilog="",
    add_arguments=_add_arguments,
    handler=_handle,
)
