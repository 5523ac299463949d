"""Every setting there is: its name, type, default, limits and documentation, once.

The server's options, `docs/settings.md` and an extension's list of settings all come from here. How a value reaches us (a
protocol, a command line) is not known here; who may set it is: see `Reach`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, replace
from difflib import get_close_matches
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from cwm_lsp.engine.choosing import EngineChoice
from cwm_lsp.engine.protocol import EngineError
from cwm_lsp.engine.server.address import DEFAULT as ENDPOINT
from cwm_lsp.engine.server.address import parse_address
from cwm_lsp.predict.calibration import DOUBTED_BELOW, HIDDEN_BELOW
from cwm_lsp.predict.certainty import Verify
from cwm_lsp.predict.complexity.classes import ComplexityClass
from cwm_lsp.predict.opinions.opinion import OpinionSettings
from cwm_lsp.predict.trace import MAX_FRAMES, TraceSettings
from cwm_lsp.session.kinds import Growth, Kind, Number, OneOf, Switch, Text
from cwm_lsp.session.settings import SessionSettings, Trigger

PREFIX = "cwm."
T = TypeVar("T")


class EngineName(str, Enum):
    """Where tokens come from."""

    EMBEDDED = "embedded"
    VLLM = "vllm"
    TRANSFORMERS = "transformers"


class Severity(str, Enum):
    """How a diagnostic is shown."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"
    HINT = "hint"
    OFF = "off"


class LogLevel(str, Enum):
    """How much the log file holds."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    DEBUG = "debug"
    """Source text too: the only level that holds any."""


class Reach(Enum):
    """Who may set something. A protocol can't tell a user's settings from a workspace's: what could do harm is kept from both."""

    ANYWHERE = "anywhere"
    """A workspace too. Changes apply at once."""
    START = "start"
    """Files and folders: only the options that the editor starts the server with; never what it answers later."""
    USER = "user"
    """Only whoever starts the server: its command line or its environment. No editor's settings count."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting.

    Attributes:
        name: with its prefix, as in `cwm.debounce`.
        attribute: of `Configuration`.
        kind: which values it takes.
        default: the value where nobody has set one.
        doc: what it does, in Markdown.
        reach: who may set it.
    """

    name: str
    attribute: str
    kind: Kind
    default: object
    doc: str
    reach: Reach


def _setting(name: str, kind: Kind, default: T, doc: str, reach: Reach = Reach.ANYWHERE) -> T:
    """A field of `Configuration`; its type is that of the default."""
    return field(default=default, metadata={"name": PREFIX + name, "kind": kind, "doc": doc, "reach": reach})


# `_setting` only describes a field.
# ruff: noqa: RUF009
@dataclass(frozen=True, slots=True)
class Configuration:
    """What is set. The defaults are those of a server that nobody has told anything."""

    enable: bool = _setting(
        "enable", Switch(), True, "The master switch. While it is off nothing is predicted and nothing is shown."
    )
    trigger: Trigger = _setting(
        "trigger",
        OneOf(Trigger),
        Trigger.ON_TYPE,
        "When text is predicted: `onType` as soon as it rests, `onSave` when a file is opened or saved, `manual` when you ask.",
    )
    verify: Verify = _setting(
        "verify",
        OneOf(Verify),
        Verify.CORRECT,
        "What is done with steps that follow for certain: `correct` works them out instead of asking the model, "
        "`mark` asks the model and marks what is certainly right or wrong, `off` shows the model's word alone.",
    )
    hidden_below: float = _setting(
        "confidence.hidden", Number(0, 1), HIDDEN_BELOW, "Values that are less likely right than this are not shown."
    )
    doubted_below: float = _setting(
        "confidence.doubted", Number(0, 1), DOUBTED_BELOW, "Values that are less likely right than this are marked `~`."
    )
    max_frames: int = _setting(
        "maxFrames", Number(1, 10_000, whole=True), MAX_FRAMES, "Steps after which a prediction is cut off."
    )
    context_tokens: int = _setting(
        "contextTokens",
        Number(0, 1_000_000, whole=True),
        0,
        "The most tokens of source text that the model is given; 0 for half of what it takes.",
    )
    debounce: int = _setting(
        "debounce",
        Number(0, 10_000, whole=True),
        150,
        "How long the text must rest before it is predicted, in milliseconds.",
    )
    visible_functions: int = _setting(
        "visibleFunctions",
        Number(0, 1_000, whole=True),
        24,
        "How many functions in sight are predicted besides the one you work on; 0 for none.",
    )
    engine: EngineName = _setting(
        "engine",
        OneOf(EngineName),
        EngineName.EMBEDDED,
        "What predicts: `embedded`, the small model that ships; `vllm`, any server that speaks OpenAI's protocol (vLLM, "
        "llama.cpp, SGLang); `transformers`, a checkpoint in the server's own process.",
    )
    endpoint: str = _setting(
        "endpoint",
        Text(),
        ENDPOINT,
        "Where the model server of `cwm.engine: vllm` listens: a URL, or `unix:` and a socket's path. Hosts other than this "
        "machine are refused unless `cwm.allowRemoteHost` is on.",
    )
    model: str = _setting(
        "model",
        Text(),
        "",
        "Another model: a folder for `embedded` and `transformers`, a name for `vllm`. Empty for the one that ships or is served.",
        Reach.START,
    )
    tokenizer: str = _setting(
        "tokenizer",
        Text(),
        "",
        "For `cwm.engine: vllm`: the folder of the served model's `tokenizer.json`. Empty to look for it on this machine.",
        Reach.START,
    )
    patience: int = _setting(
        "patience", Number(1, 3_600, whole=True), 60, "Seconds without a word after which the engine counts as hanging."
    )
    allow_remote_host: bool = _setting(
        "allowRemoteHost",
        Switch(),
        False,
        "Whether `cwm.endpoint` may name another machine: **your source code is sent there then.** Honoured only on the server's "
        "command line (`--allow-remote-host`) or in its environment (`CWM_LSP_ALLOW_REMOTE_HOST=1`), which no workspace can give.",
        Reach.USER,
    )
    hint_values: bool = _setting("hints.values", Switch(), True, "Hints for what a line has changed.")
    hint_arguments: bool = _setting("hints.arguments", Switch(), True, "Hints for the arguments, at the `def`.")
    hint_results: bool = _setting("hints.results", Switch(), True, "Hints for what is returned, yielded or raised.")
    hint_unreached: bool = _setting(
        "hints.unreached", Switch(), True, "A quiet mark where a branch is not taken in the predicted call."
    )
    hint_length: int = _setting(
        "hints.length",
        Number(8, 200, whole=True),
        28,
        "The most characters of a hint. VS Code cuts all hints of a line at 43 together.",
    )
    lenses: bool = _setting(
        "lenses",
        Switch(),
        True,
        "Code lenses above functions: the calls that can be predicted, and stepping through one.",
    )
    exception_severity: Severity = _setting(
        "diagnostics.exception",
        OneOf(Severity),
        Severity.WARNING,
        "How a predicted exception that nothing catches is shown.",
    )
    endless_severity: Severity = _setting(
        "diagnostics.endlessLoop",
        OneOf(Severity),
        Severity.WARNING,
        "How a run that comes back to the same state is shown.",
    )
    cut_off_severity: Severity = _setting(
        "diagnostics.cutOff", OneOf(Severity), Severity.INFORMATION, "How a prediction that was cut off is shown."
    )
    termination: bool = _setting(
        "termination.enable",
        Switch(),
        True,
        "Whether it is said of functions with loops or recursion that they end, or don't.",
    )
    termination_severity: Severity = _setting(
        "diagnostics.nonTermination",
        OneOf(Severity),
        Severity.WARNING,
        "How a loop or a recursion that never ends is shown. What rests on a model's word alone is shown as information at most.",
    )
    complexity: bool = _setting(
        "complexity.enable", Switch(), True, "Whether it is said of functions how their time and space grow."
    )
    complexity_budget: str = _setting(
        "complexity.budget",
        Growth(),
        "",
        "The class that functions may grow by, such as `O(n log n)`; empty for any. A comment such as `# cwm: O(n)` above a "
        "function goes before.",
    )
    budget_severity: Severity = _setting(
        "diagnostics.complexityBudget",
        OneOf(Severity),
        Severity.WARNING,
        "How a function is shown that grows faster than its budget.",
    )
    regression_severity: Severity = _setting(
        "diagnostics.complexityRegression",
        OneOf(Severity),
        Severity.OFF,
        "How a function is shown that grows faster than when its file was last opened or saved.",
    )
    opinions_reasoning: bool = _setting(
        "opinions.reasoning",
        Switch(),
        False,
        "Whether a model that can reason does so before it says whether a function ends and how it grows, which may take minutes. "
        "The model that ships can't.",
    )
    opinions_samples: int = _setting(
        "opinions.samples",
        Number(1, 64, whole=True),
        1,
        "With `cwm.opinions.reasoning` and a model server: how many different thoughts about a question vote at most. As soon as "
        "the others can't change the answer any more they are stopped.",
    )
    opinions_tokens: int = _setting(
        "opinions.tokens",
        Number(16, 100_000, whole=True),
        4_096,
        "The most tokens of a thought. Then it is closed, and the model has to answer.",
    )
    opinions_seconds: int = _setting(
        "opinions.seconds",
        Number(1, 3_600, whole=True),
        300,
        "How long a model may think about a question, in seconds. Then thoughts are closed, and no further one is begun.",
    )
    workspace_tests: bool = _setting(
        "workspaceTests.enable",
        Switch(),
        True,
        "Whether example calls are also looked for in the workspace's test files. They are read, never imported.",
    )
    workspace_test_files: int = _setting(
        "workspaceTests.files", Number(0, 100_000, whole=True), 2_000, "The most test files that are read."
    )
    cache: bool = _setting(
        "cache.enable", Switch(), True, "Whether predictions are kept on disk, so that they cost nothing the next time."
    )
    cache_size: int = _setting(
        "cache.megabytes", Number(1, 100_000, whole=True), 256, "How large the cache on disk may grow, in megabytes."
    )
    cache_folder: str = _setting(
        "cache.folder", Text(), "", "Where the cache lives; empty for your own cache folder.", Reach.START
    )
    log_file: str = _setting(
        "log.file",
        Text(),
        "",
        "A file that the server's log is written to, rotated at 1 MB; empty for none.",
        Reach.START,
    )
    log_level: LogLevel = _setting(
        "log.level",
        OneOf(LogLevel),
        LogLevel.INFO,
        "How much is logged. Source text is logged at `debug` alone.",
        Reach.START,
    )

    @property
    def engine_choice(self) -> EngineChoice:
        """The engine that is set."""
        is_served = self.engine is EngineName.VLLM
        return EngineChoice(
            self.engine.value,
            self.model or None,
            self.endpoint if is_served else None,
            Path(self.tokenizer).expanduser() if is_served and self.tokenizer else None,
            self.allow_remote_host,
        )

    @property
    def budget(self) -> ComplexityClass | None:
        """The class that functions may grow by; None for any."""
        return ComplexityClass.parse(self.complexity_budget) if self.complexity_budget.strip() else None

    @property
    def opinion(self) -> OpinionSettings:
        """How a model is asked in words, and what that may cost."""
        return OpinionSettings(
            reasoning=self.opinions_reasoning,
            samples=self.opinions_samples,
            thinking=self.opinions_tokens,
            seconds=float(self.opinions_seconds),
        )

    @property
    def session(self) -> SessionSettings:
        """The limits of a session."""
        trace = TraceSettings(self.max_frames, self.context_tokens or None, verify=self.verify)
        return SessionSettings(
            trace=trace,
            is_enabled=self.enable,
            termination=self.termination and self.enable,
            complexity=self.complexity and self.enable,
            opinion=self.opinion,
            trigger=self.trigger,
            debounce=self.debounce / 1000,
            patience=float(self.patience),
            visible_functions=self.visible_functions,
        )


DEFAULT = Configuration()


@lru_cache(maxsize=1)
def settings() -> tuple[Setting, ...]:
    """Every setting, in the order of the documentation."""
    return tuple(_described(one) for one in fields(Configuration))


def _described(one: Field[Any]) -> Setting:
    assert one.default is not MISSING
    held = one.metadata
    return Setting(held["name"], one.name, held["kind"], one.default, held["doc"], held["reach"])


@dataclass(frozen=True, slots=True)
class Reading:
    """What a client's settings come to.

    Attributes:
        configuration: with the default wherever a value was missing or wrong.
        complaints: what could not be used and what is used instead, for people.
    """

    configuration: Configuration
    complaints: tuple[str, ...] = ()


def read(
    at_start: Mapping[str, object], later: Mapping[str, object] | None = None, *, allow_remote_host: bool = False
) -> Reading:
    """Read settings by their full names; see `flattened`.

    Args:
        at_start: what the server was started with.
        later: what the client has answered since, which goes before; a workspace may have its hand in it.
        allow_remote_host: what the server's command line or environment says.
    """
    later = later or {}
    complaints: list[str] = []
    values: dict[str, Any] = {}
    for setting in settings():
        if setting.reach is Reach.USER:
            if at_start.get(setting.name) or later.get(setting.name):
                _refuse_user_level(setting, complaints, is_given=allow_remote_host)
            continue
        sources = [at_start] if setting.reach is Reach.START else [later, at_start]
        given = next((source[setting.name] for source in sources if source.get(setting.name) is not None), None)
        if given is not None:
            values[setting.attribute] = _value(setting, given, complaints)
    known = {setting.name for setting in settings()}
    for name in sorted({*at_start, *later} - known):
        if not name.startswith(_OF_CLIENTS):
            near = get_close_matches(name, known, 1)
            complaints.append(f"{name} is not a setting" + (f"; did you mean {near[0]}?" if near else "."))
    configuration = Configuration(**values, allow_remote_host=allow_remote_host)
    return _kept_local(configuration, complaints)


_OF_CLIENTS = ("cwm.server", "cwm.trace", "cwm.python")
"""Settings that extensions have for themselves."""


def _value(setting: Setting, given: object, complaints: list[str]) -> object:
    try:
        return setting.kind.read(given)
    except ValueError as error:
        shown = setting.kind.shown(setting.default)
        complaints.append(f"{setting.name} should be {error}; {shown} is used.")
        return setting.default


def _refuse_user_level(setting: Setting, complaints: list[str], *, is_given: bool) -> None:
    if not is_given:
        complaints.append(
            f"{setting.name} can't be given by an editor's settings, since a workspace could give them: start the server with "
            "--allow-remote-host or set CWM_LSP_ALLOW_REMOTE_HOST=1."
        )


def _kept_local(configuration: Configuration, complaints: list[str]) -> Reading:
    try:
        parse_address(configuration.endpoint, allow_remote=configuration.allow_remote_host)
    except EngineError as error:
        complaints.append(f"cwm.endpoint can't be used; {ENDPOINT} is. {error}")
        configuration = replace(configuration, endpoint=ENDPOINT)
    return Reading(configuration, tuple(complaints))


def flattened(given: object) -> dict[str, object]:
    """Settings by their full names, however they were nested: ``{"cwm": {"log": {"file": …}}}``, ``{"cwm.log.file": …}``,
    ``{"log": {"file": …}}`` or a mixture."""
    known = {setting.name for setting in settings()}
    found: dict[str, object] = {}

    def walk(name: str, value: object) -> None:
        if isinstance(value, Mapping) and PREFIX + name not in known:
            for inner, held in cast(Mapping[object, object], value).items():
                walk(f"{name}.{inner}" if name else str(inner), held)
        elif name:
            found[PREFIX + name] = value

    if isinstance(given, Mapping):
        for outer, held in cast(Mapping[object, object], given).items():
            if outer == "cwm" and not isinstance(held, Mapping):
                continue
            walk("" if outer == "cwm" else str(outer).removeprefix(PREFIX), cast(object, held))
    return found
