"""Skeletons of reading text: tokens, numbers, fields, settings, brackets, formulas, encodings."""

# ruff: noqa: E501 - templates are read more easily on one line
from __future__ import annotations

from random import Random

from training.programs import people_values as values
from training.programs.people_skeletons import Arguments, Skeleton, family
from training.programs.people_words import Domain
from training.programs.program import Generator


def _flavoured(flavour: str) -> Arguments:
    return lambda rng, domain: [values.TEXTS[flavour][1](rng, domain)]


def _formula(rng: Random, _domain: Domain) -> list[object]:
    marks = rng.choice(("+-", "+-*", "+*"))
    text = str(rng.randint(1, 20))
    for _ in range(rng.randint(1, 4)):
        text += rng.choice(("", " ")) + rng.choice(marks) + str(rng.randint(1, 12))
    return [text]


def _postfix(rng: Random, _domain: Domain) -> list[object]:
    parts, depth = [str(rng.randint(1, 9))], 1
    for _ in range(rng.randint(2, 6)):
        if depth > 1 and rng.random() < 0.6:
            parts.append(rng.choice("+-*"))
            depth -= 1
        else:
            parts.append(str(rng.randint(1, 9)))
            depth += 1
    return [" ".join(parts)]


def _csv(rng: Random, domain: Domain) -> list[object]:
    rows = [f"{rng.choice(domain.words)},{rng.randint(1, 90)}" for _ in range(rng.randint(1, 3))]
    return ["\n".join(["name,amount", *rows])]


def _logs(rng: Random, domain: Domain) -> list[object]:
    return [
        [
            f"{rng.choice(('INFO', 'WARN', 'ERROR'))} {rng.choice(domain.things)}: {rng.choice(domain.words)} {rng.randint(0, 99)}"
            for _ in range(rng.randint(1, 4))
        ]
    ]


def _packed(rng: Random, _domain: Domain) -> list[object]:
    return ["".join(f"{rng.randint(1, 4)}{rng.choice('abcxyz')}" for _ in range(rng.randint(1, 5)))]


def _commands(rng: Random, domain: Domain) -> list[object]:
    return [
        [
            rng.choice(
                (
                    f"set {rng.choice('abc')} {rng.randint(0, 20)}",
                    f"add {rng.choice('abc')} {rng.randint(0, 9)}",
                    f"del {rng.choice('abc')}",
                    "show",
                )
            )
            for _ in range(rng.randint(2, 6))
        ]
    ]


FIELDS = (
    Skeleton(
        """
def $f($s_text):
    $d_out = {}
    for $o_part in $s_text.split('«;¦,¦&»'):
        «if '=' not in $o_part:
            continue
        ¦»$s_key, «_, ¦_, »$s_value = $o_part.partition('=')
        $d_out[$s_key«.strip()¦¦.lower()»] = «$s_value¦int($s_value) if $s_value.isdigit() else $s_value¦len($s_value)¦$s_value.strip() or None»
    return «$d_out¦sorted($d_out)¦list($d_out.items())¦len($d_out)»
""",
        _flavoured("settings"),
    ),
    Skeleton(
        """
def $f_read($s_line):
    $s_name, $s_amount = $s_line.split(',')
    return «$s_name, int($s_amount)¦{'name': $s_name, 'amount': int($s_amount)}['name'], int($s_amount)¦$s_name.title(), int($s_amount) * 2»
def $f($s_text):
    $w_lines = «$s_text.splitlines()[1:]¦$s_text.split('\\n')[1:]»
    $d_total = {}
    for $o_line in $w_lines:
        $s_who, $n_x = $f_read($o_line)
        $d_total[$s_who] = $d_total.get($s_who, 0) + $n_x
    return «$d_total¦max($d_total, key=$d_total.get)¦sum($d_total.values())¦sorted($d_total.items())»
""",
        _csv,
    ),
    Skeleton(
        """
def $f($w_logs«, $s_level='ERROR'¦»):
    $d_counts = «{}¦defaultdict(int)»
    for $o_line in $w_logs:
        $s_kind, $s_rest = $o_line.split(' ', 1)
        «if $s_kind == 'INFO':
            continue
        ¦»$d_counts[$s_kind] = $d_counts.get($s_kind, 0) + «1¦1¦len($s_rest)»
    return «dict($d_counts)¦sorted($d_counts)¦dict($d_counts).get('ERROR', 0)»
""",
        _logs,
    ),
    Skeleton(
        """
def $f($w_logs):
    $m_found = []
    for $i_a, $o_line in enumerate($w_logs«, 1¦»):
        $s_head, _, $s_tail = $o_line.partition(': ')
        $w_words = $s_tail.split()
        if $s_head.startswith(«'ERROR'¦('WARN', 'ERROR')¦'INFO'») «or¦and» int($w_words[-1]) > #20..70:
            $m_found.append(«($i_a, $w_words[0])¦$s_head.split()[-1]¦f'{$i_a}:{$w_words[-1]}'»)
    return «$m_found¦len($m_found)¦$m_found[-1] if $m_found else None»
""",
        _logs,
    ),
    Skeleton(
        """
def $f($s_date):
    for $c_mark in '-/.':
        if $c_mark in $s_date:
            $w_parts = $s_date.split($c_mark)
            break
    else:
        $w_parts = [$s_date[:4], $s_date[4:6], $s_date[6:]]
    «if len($w_parts[0]) == 4:
        $n_year, $n_month, $n_day = map(int, $w_parts)
    else:
        $n_day, $n_month, $n_year = map(int, $w_parts)¦$n_year, $n_month, $n_day = (int($o_p) for $o_p in ($w_parts if len($w_parts[0]) == 4 else $w_parts[::-1]))»
    return «f'{$n_year}-{$n_month:02d}-{$n_day:02d}'¦($n_year, $n_month, $n_day)¦$n_year * 372 + $n_month * 31 + $n_day¦$n_month in (1, 2, 12)¦$n_year % 4 == 0 and $n_month == 2»
""",
        _flavoured("date"),
    ),
    Skeleton(
        """
def $f_minutes($s_clock):
    $w_parts = $s_clock.split(' ')[0].split(':')
    $n_all = int($w_parts[0]) * 60 + int($w_parts[1])
    return $n_all«¦ + 720 * $s_clock.endswith('pm')»
def $f($s_from, $s_to):
    $n_gap = $f_minutes($s_to) - $f_minutes($s_from)
    if $n_gap < 0:
        $n_gap += «24 * 60¦1440»
    «$n_hours, $n_rest = divmod($n_gap, 60)
    return «f'{$n_hours}h {$n_rest}m'¦f'{$n_hours:02d}:{$n_rest:02d}'¦($n_hours, $n_rest)»¦return $n_gap¦return round($n_gap / 60, 1)»
""",
        lambda rng, domain: [values.TEXTS["clock"][1](rng, domain) for _ in range(2)],
    ),
    Skeleton(
        """
def $f($s_first, $s_second):
    $l_a = [int($o_p) for $o_p in $s_first.split('.')]
    $l_b = [int($o_p) for $o_p in $s_second.split('.')]
    while len($l_a) < len($l_b):
        $l_a.append(0)
    «while len($l_b) < len($l_a):
        $l_b.append(0)
    for $n_x, $n_y in zip($l_a, $l_b):
        if $n_x != $n_y:
            return «1 if $n_x > $n_y else -1¦$s_first if $n_x > $n_y else $s_second¦$n_x - $n_y»
    return «0¦$s_first¦None»¦return «$l_a > $l_b¦max($l_a, $l_b)¦'.'.join(map(str, max($l_a, $l_b)))»»
""",
        lambda rng, domain: [values.TEXTS["version"][1](rng, domain) for _ in range(2)],
    ),
    Skeleton(
        """
def $f($s_path):
    $w_stack = []
    for $o_part in $s_path.split('/'):
        if «$o_part in ('', '.')¦not $o_part or $o_part == '.'»:
            continue
        if $o_part == '..':
            if $w_stack:
                $w_stack.pop()
        else:
            $w_stack.append($o_part)
    return «'/' + '/'.join($w_stack)¦$w_stack¦'/'.join($w_stack) or '.'»
""",
        lambda rng, domain: [
            "/".join(rng.choice(("", ".", "..", "..", *rng.sample(domain.things, 3))) for _ in range(rng.randint(2, 7)))
        ],
    ),
    Skeleton(
        """
def $f($s_email):
    $s_user, $s_host = $s_email.split('@')
    «$s_user = $s_user.split('+')[0].replace('.', '')
    ¦»if not $s_user or '.' not in $s_host:
        return «None¦False¦''»
    return «$s_user[0] + '***@' + $s_host¦$s_host.rsplit('.', 1)[1]¦($s_user.title(), $s_host)¦' '.join($o_p.capitalize() for $o_p in $s_user.split('.'))¦f'{$s_user[:3]}@{len($s_host)}'»
""",
        _flavoured("email"),
    ),
)

TOKENS = (
    Skeleton(
        """
def $f($s_expr):
    $w_tokens = []
    $s_number = ''
    for $c_x in $s_expr:
        if $c_x.isdigit():
            $s_number += $c_x
        else:
            if $s_number:
                $w_tokens.append($s_number)
                $s_number = ''
            if $c_x != ' ':
                $w_tokens.append($c_x)
    if $s_number:
        $w_tokens.append($s_number)
    return «$w_tokens¦len($w_tokens)¦[int($o_t) for $o_t in $w_tokens if $o_t.isdigit()]»
""",
        _formula,
    ),
    Skeleton(
        """
def $f($s_expr):
    $n_total = 0
    $n_sign = 1
    $n_value = 0
    for $c_x in $s_expr «+ '+'¦+ '+'»:
        if $c_x.isdigit():
            $n_value = $n_value * 10 + int($c_x)
        elif $c_x in '+-*':
            $n_total += $n_sign * $n_value
            $n_value = 0
            $n_sign = -1 if $c_x == '-' else «1¦1¦2»
    return $n_total
""",
        _formula,
    ),
    Skeleton(
        """
def $f_apply($s_mark, $n_a, $n_b):
    if $s_mark == '+':
        return $n_a + $n_b
    if $s_mark == '-':
        return $n_a - $n_b
    return $n_a * $n_b
def $f($s_text):
    $q_stack = []
    for $o_t in $s_text.split():
        if $o_t.isdigit():
            $q_stack.append(int($o_t))
        else:
            $n_right = $q_stack.pop()
            $n_left = $q_stack.pop()
            $q_stack.append($f_apply($o_t, $n_left, $n_right))
    return «$q_stack[-1]¦$q_stack¦sum($q_stack)»
""",
        _postfix,
    ),
    Skeleton(
        """
def $f($s_text):
    $d_ops = {'+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b}
    $q_stack = []
    for $o_t in $s_text.split(' '):
        if $o_t in '+-*':
            $n_b, $n_a = $q_stack.pop(), $q_stack.pop()
            $q_stack += [«max¦min¦sum»(($n_a, $n_b))] if $o_t == '*' else [$n_a + $n_b if $o_t == '+' else $n_a - $n_b]
        else:
            $q_stack += [int($o_t)]
    return $q_stack
""".replace("    $d_ops = {'+': lambda a, b: a + b, '-': lambda a, b: a - b, '*': lambda a, b: a * b}\n", ""),
        _postfix,
    ),
    Skeleton(
        """
$d_level = {'+': 1, '-': 1, '*': 2}
def $f($s_expr):
    $w_out, $w_ops = [], []
    for $c_x in $s_expr.replace(' ', ''):
        if $c_x.isdigit():
            $w_out.append($c_x)
            continue
        while $w_ops and $d_level[$w_ops[-1]] >= $d_level[$c_x]:
            $w_out.append($w_ops.pop())
        $w_ops.append($c_x)
    while $w_ops:
        $w_out.append($w_ops.pop())
    return «' '.join($w_out)¦$w_out¦''.join($w_out)»
""",
        _formula,
    ),
    Skeleton(
        """
def $f($s_text):
    $d_pairs = {')': '(', ']': '[', '}': '{'}
    $w_open = []
    for $i_a, $c_x in enumerate($s_text):
        if $c_x in '([{':
            $w_open.append($c_x)
        elif $c_x in $d_pairs:
            if not $w_open or $w_open.pop() != $d_pairs[$c_x]:
                return «$i_a¦False¦f'bad {$c_x} at {$i_a}'»
    return «-1 if not $w_open else len($s_text)¦not $w_open¦'ok' if not $w_open else 'open: ' + ''.join($w_open)»
""",
        _flavoured("brackets"),
    ),
    Skeleton(
        """
def $f($s_text):
    $n_depth = $n_most = 0
    $l_depths = []
    for $c_x in $s_text:
        if $c_x in '([{':
            $n_depth += 1
            $n_most = max($n_most, $n_depth)
        elif $c_x in ')]}':
            $n_depth -= 1
            «if $n_depth < 0:
                return «-1¦None»¦$l_depths.append($n_depth)»
    return «$n_most¦($n_most, $n_depth)¦$n_most if $n_depth == 0 else -$n_depth»
""",
        _flavoured("brackets"),
    ),
    Skeleton(
        """
def $f($s_packed):
    $s_out = ''
    $s_count = ''
    for $c_x in $s_packed:
        if $c_x.isdigit():
            $s_count += $c_x
        else:
            $s_out += $c_x * int($s_count or «1¦2»)
            $s_count = ''
    return «$s_out¦len($s_out)¦$s_out.upper()»
""",
        _packed,
    ),
    Skeleton(
        """
def $f($s_text):
    $m_runs = []
    for $c_x in $s_text:
        if $m_runs and $m_runs[-1][0] == $c_x:
            $m_runs[-1][1] += 1
        else:
            $m_runs.append([$c_x, 1])
    return «$m_runs¦''.join(f'{$c_a}{$n_b}' for $c_a, $n_b in $m_runs)¦max($n_b for _, $n_b in $m_runs)¦[$c_a for $c_a, $n_b in $m_runs if $n_b > 1]»
""",
        _flavoured("runs"),
    ),
    Skeleton(
        """
def $f($w_commands):
    $d_state = {}
    $l_shown = []
    for $o_line in $w_commands:
        $s_word, *$w_rest = $o_line.split()
        if $s_word == 'set':
            $d_state[$w_rest[0]] = int($w_rest[1])
        elif $s_word == 'add':
            $d_state[$w_rest[0]] = $d_state.get($w_rest[0], 0) + int($w_rest[1])
        elif $s_word == 'del':
            $d_state.pop($w_rest[0], None)
        else:
            $l_shown.append(«sum($d_state.values())¦len($d_state)¦dict($d_state)»)
    return «$d_state¦$l_shown¦($d_state, $l_shown)»
""",
        _commands,
    ),
)

FAMILIES: dict[str, tuple[Generator, float]] = {
    "people_fields": (family("people_fields", FIELDS), 2.0),
    "people_tokens": (family("people_tokens", TOKENS), 1.8),
}
"""family -> (generator, weight)."""
