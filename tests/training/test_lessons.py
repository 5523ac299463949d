"""Lessons are what the decoder writes for a true run; `«…»` marks the tokens that the model is asked for."""

from __future__ import annotations

import asyncio
from random import Random
from textwrap import dedent

import pytest

from cwm_lsp.engine.tokenizer import SPECIAL_TOKENS, Tokenizer
from training.lessons import Lesson, Question, Teacher, taught
from training.programs import families
from training.samples import bound_context, record_limited, tidied_context

TOKENIZER = Tokenizer.load()


def lessons(source: str, call: str, window: int = 1536, given: int = 0, is_left: bool = False) -> list[Lesson]:
    context = bound_context(source, call)
    teacher = Teacher(TOKENIZER, 1536)
    recording = record_limited(context)
    return asyncio.run(taught(teacher, Question(context, 1, True, recording.moments, window, given, is_left)))


def shown(lesson: Lesson) -> str:
    """The lesson from the function's call on, special tokens by the first two letters of their names."""
    text = ""
    for token, weight in zip(lesson.ids, lesson.weights, strict=True):
        name = SPECIAL_TOKENS[token] if token < len(SPECIAL_TOKENS) else ""
        piece = f"<{name[2:4]}>" if name else TOKENIZER.decode([token])
        text += f"«{piece}»" if weight else piece
    return text.replace("»«", "").replace("<fr>", "\n").replace("\\n", "").rpartition('<ca>{"')[2]


SOURCE = dedent("""
    def f(n):
        if n > 2:
            n += 1
        return n * 2
""").lstrip()


def test_only_what_the_model_decides_bears_weight():
    (lesson,) = lessons(SOURCE, "f(3)")
    assert shown(lesson).splitlines() == [
        'n": "3"}<ac>def f(n):',
        "",
        "<li>{}<ac>    if n > 2:",
        "",
        '<ar>n": "3", "«<li>»{}<ac>«        »n += 1',
        "",
        '<ar>n": "3", "«<li>»{"n«": "4"}»<ac>    return n * 2',
        "",
        '<ar>n": "4", "«<re>»<ac>    return n * 2',
        '<ar>"«8"»',
    ]


def test_a_call_that_is_stepped_over_is_asked_for_what_it_returns():
    (lesson,) = lessons(SOURCE, "f(3)", given=3, is_left=True)
    assert shown(lesson).splitlines()[-2:] == ["<re><ac>    return n * 2", '<ar>"«8"»']


@pytest.mark.parametrize("name", sorted(families()))
def test_decoding_allows_what_is_true(name: str):
    """Each family's programs: every frame of the true run is in the lessons, whether the history starts anew or not."""
    generator, _ = families()[name]
    random = Random(f"lessons/{name}")
    for _ in range(2):
        program = generator(random)
        call = program.calls[0]
        context = tidied_context(program, call) or bound_context(program.source, call)
        recording = record_limited(context)
        if not recording.ended:
            continue
        for window in (1 << 16, 900 + len(context) // 3):
            teacher = Teacher(TOKENIZER, 1 << 16)
            written = asyncio.run(taught(teacher, Question(context, 1, True, recording.moments, window)))
            assert not teacher.diverged
            assert len(written) == 1 or window < 1 << 16, "only a history that outgrows the window starts anew"
