"""Skeletons of giving text another shape: wrapping, templates, cases of names, number bases, ciphers, tables."""

from __future__ import annotations

from random import Random

from training.programs import people_values as values
from training.programs.people_skeletons import Skeleton, family
from training.programs.people_words import Domain
from training.programs.program import Generator


def _template(rng: Random, domain: Domain) -> list[object]:
    names = rng.sample(domain.things, 2)
    return [
        f"{rng.choice(domain.words)} {{{names[0]}}} and {{{names[1]}}}",
        {names[0]: rng.choice(domain.words), rng.choice(names): rng.choice(domain.words)},
    ]


def _text_and_width(rng: Random, domain: Domain) -> list[object]:
    return [values.sentence(rng, domain), rng.randint(5, 16)]


SHAPES = (
    Skeleton(
        """
def $f($s_text, $n_width):
    $w_lines = []
    $s_line = ''
    for $o_w in $s_text.split():
        if $s_line and len($s_line) + 1 + len($o_w) > $n_width:
            $w_lines.append($s_line)
            $s_line = $o_w
        else:
            $s_line = f'{$s_line} {$o_w}' if $s_line else $o_w
    «if $s_line:
        ¦»$w_lines.append($s_line)
    return «$w_lines¦'\\n'.join($w_lines)¦[$o_l.ljust($n_width, '.') for $o_l in $w_lines]¦max(map(len, $w_lines))»
""".replace("«if $s_line:\n        ¦»$w_lines.append", "$w_lines.append"),
        _text_and_width,
    ),
    Skeleton(
        """
def $f($s_template, $d_values):
    for $k_x, $v_x in $d_values.items():
        $s_template = $s_template.replace('{' + $k_x + '}', $v_x«¦.upper()¦.title()»)
    «while '{' in $s_template:
        $i_a, $i_b = $s_template.index('{'), $s_template.index('}')
        $s_template = $s_template[:$i_a] + «'?'¦$s_template[$i_a + 1:$i_b]¦''» + $s_template[$i_b + 1:]
    ¦»return $s_template
""",
        _template,
    ),
    Skeleton(
        """
def $f($s_name):
    $s_out = ''
    for $i_a, $c_x in enumerate($s_name):
        if $c_x.isupper():
            if $i_a > 0:
                $s_out += «'_'¦'-'¦' '»
            $s_out += $c_x.lower()
        else:
            $s_out += $c_x
    return $s_out
""",
        lambda rng, domain: [
            "".join(
                word.capitalize() if at else word
                for at, word in enumerate(rng.choices(domain.things, k=rng.randint(1, 3)))
            )
        ],
    ),
    Skeleton(
        """
def $f($s_name):
    $s_first, *$w_rest = $s_name.split('_')
    return $s_first«¦.capitalize()» + ''.join($o_w.«capitalize¦title¦upper»() for $o_w in $w_rest)
""",
        lambda rng, domain: ["_".join(rng.choices(domain.things, k=rng.randint(1, 4)))],
    ),
    Skeleton(
        """
def $f($n_value, $n_base):
    $s_digits = '0123456789abcdef'
    if $n_value == 0:
        return '0'
    $s_out = ''
    while $n_value:
        $n_value, $n_rest = divmod($n_value, $n_base)
        $s_out = $s_digits[$n_rest] + $s_out
    return «$s_out¦$s_out.zfill(#4..10)¦len($s_out)»
""",
        lambda rng, _domain: [rng.choice((rng.randint(0, 300), rng.randint(1000, 10**7))), rng.choice((2, 3, 8, 16))],
    ),
    Skeleton(
        """
def $f($s_text, $n_shift):
    $s_out = ''
    for $c_x in $s_text:
        if $c_x.isalpha():
            $n_from = ord('A') if $c_x.isupper() else ord('a')
            $s_out += chr((ord($c_x) - $n_from «+¦-» $n_shift) % 26 + $n_from)
        «elif $c_x.isdigit():
            $s_out += str((int($c_x) + $n_shift) % 10)
        ¦»else:
            $s_out += $c_x
    return $s_out
""",
        lambda rng, domain: [values.word(rng, domain), rng.randint(1, 25)],
    ),
    Skeleton(
        """
def $f($s_text, $n_rails):
    $w_rows = [''] * $n_rails
    $i_row, $n_step = 0, 1
    for $c_x in $s_text:
        $w_rows[$i_row] += $c_x
        if $i_row == 0:
            $n_step = 1
        elif $i_row == $n_rails - 1:
            $n_step = -1
        $i_row += $n_step
    return «''.join($w_rows)¦$w_rows¦'/'.join($w_rows)»
""",
        lambda rng, domain: [values.word(rng, domain), rng.randint(2, 3)],
    ),
    Skeleton(
        """
def $f($m_rows):
    $l_widths = [max(len(str($x_c)) for $x_c in $x_col) for $x_col in zip(*$m_rows)]
    $w_out = []
    for $x_row in $m_rows:
        $w_out.append('«|¦ ¦ | »'.join(str($x_c).«ljust¦rjust¦center»($n_w) for $x_c, $n_w in zip($x_row, $l_widths)))
    return «$w_out¦'\\n'.join($w_out)»
""",
        lambda rng, domain: [[[rng.choice(domain.words), rng.randint(1, 900)] for _ in range(rng.randint(1, 3))]],
    ),
    Skeleton(
        """
def $f($s_code):
    $n_sum = 0
    for $i_a, $c_x in enumerate(«$s_code¦reversed($s_code)»):
        $n_digit = int($c_x) if $c_x.isdigit() else ord($c_x) % 10
        if $i_a % 2 == «1¦0»:
            $n_digit *= «2¦3»
            if $n_digit > 9:
                $n_digit -= 9
        $n_sum += $n_digit
    return «$n_sum % 10 == 0¦(10 - $n_sum % 10) % 10¦f'{$s_code}-{$n_sum % 10}'»
""",
        lambda rng, domain: [values.TEXTS["digits"][1](rng, domain)],
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {"people_shapes": (family("people_shapes", SHAPES), 1.6)}
"""family -> (generator, weight)."""
