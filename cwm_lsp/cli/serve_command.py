"""`cwm-lsp serve`: its arguments, and what is told while a server starts. How to serve is worked out in `serving`."""

from __future__ import annotations

import argparse
import shlex
import sys

from cwm_lsp.cli.command import DONE, INTERRUPTED, NO_ENGINE, Command, CommandError

_DESCRIPTION = """\
Start vLLM on this machine with a code world model: find the GPUs, choose the form of the weights
that fits, show the command, run it on the loopback interface and wait until it answers.
Ctrl-C ends it."""

_EPILOG = """\
examples:
  cwm-lsp serve --dry-run
  cwm-lsp serve --context 32768
  cwm-lsp serve ~/models/cwm-awq --vllm '~/vllm/bin/vllm serve'
  cwm-lsp serve --flags='--max-num-seqs 64 --gpu-memory-utilization 0.8'

What --flags holds is handed to vLLM last, and wins. Then, in another terminal:
  cwm-lsp trace FILE --engine vllm
"""


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "model", nargs="?", default="facebook/cwm", help="a folder or a name on the hub (default: facebook/cwm)"
    )
    parser.add_argument("--port", type=int, default=8000, help="on 127.0.0.1 (default: 8000)")
    parser.add_argument("--context", type=int, metavar="TOKENS", help="room for a sequence (default: what fits)")
    parser.add_argument("--name", default="cwm", help="what the server calls the model (default: cwm)")
    parser.add_argument("--vllm", metavar="COMMAND", help="what starts vLLM's server (default: the vllm that is found)")
    parser.add_argument(
        "--patience", type=float, default=1800.0, metavar="SECONDS", help="to wait for it (default: 1800)"
    )
    parser.add_argument("--dry-run", action="store_true", help="show what would be done, and do nothing")
    parser.add_argument("--flags", metavar="WORDS", default="", help="more flags for vLLM, as one word: --flags='...'")


def _handle(options: argparse.Namespace) -> int:
    from cwm_lsp.serving.gpus import find_gpus
    from cwm_lsp.serving.launch import LaunchError, Server, is_free, vllm_command
    from cwm_lsp.serving.licence import notice
    from cwm_lsp.serving.plan import PlanError, environment, flags, plan_for
    from cwm_lsp.serving.weights import find_weights

    weights, gpus = find_weights(options.model), find_gpus()
    for gpu in gpus:
        _tell(f"GPU: {gpu.name}, {gpu.memory / 2**30:.0f} GiB, {gpu.free / 2**30:.0f} GiB free")
    try:
        plan = plan_for(weights, gpus, options.context)
    except PlanError as error:
        raise CommandError(str(error), NO_ENGINE) from error
    _tell(f"plan: {plan.reason}; context {plan.context:,} tokens")
    _tell_weights(weights.folder is None, weights.has_token, options.model)
    try:
        program = vllm_command(options.vllm)
    except LaunchError as error:
        if not options.dry_run:
            raise CommandError(str(error), NO_ENGINE) from error
        _tell(str(error))
        program = ["vllm", "serve"]
    command = [
        *program,
        weights.name,
        *flags(plan, port=options.port, name=options.name, extra=shlex.split(options.flags)),
    ]
    variables = environment(plan, weights)
    print(" ".join(f"{name}={value}" for name, value in variables.items()), shlex.join(command))
    if options.dry_run:
        return DONE
    told = notice(weights)
    if told:
        _tell(told)
    if not is_free(options.port):
        raise CommandError(
            f"something listens on port {options.port} already: use it with --engine vllm, or give another --port",
            NO_ENGINE,
        )
    try:
        server = Server(command, variables, options.port)
    except LaunchError as error:
        raise CommandError(str(error), NO_ENGINE) from error
    try:
        server.wait(options.patience, _tell)
        _tell(f"ready at {server.address}: cwm-lsp trace FILE --engine vllm --endpoint {server.address}")
        status = server.forever()
        raise CommandError(f"the server has ended with status {status}; its log: {server.log}", NO_ENGINE)
    except LaunchError as error:
        raise CommandError(str(error), NO_ENGINE) from error
    except KeyboardInterrupt:
        return INTERRUPTED
    finally:
        server.stop()


def _tell_weights(is_missing: bool, has_token: bool, model: str) -> None:
    if not is_missing:
        return
    _tell(f"{model} is not on this machine: vLLM will fetch it from the hub (facebook/cwm has about 65 GB)")
    if not has_token:
        _tell("no token for the hub is set: accept the model's licence on its page, then run `hf auth login`")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


SERVE = Command(
    name="serve",
    summary="start vLLM with Meta's CWM on this machine's GPUs",
    description=_DESCRIPTION,
    epilog=_EPILOG,
    add_arguments=_add_arguments,
    handler=_handle,
)
