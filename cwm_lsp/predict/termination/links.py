"""Why what follows links ends: each step goes one link further in what is linked, such as from a node to its children.

That holds as long as nothing is linked in a circle, which the text can't show: the reason says so, and it is no proof.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping, Sequence

from cwm_lsp.predict.termination.reading import LOOPS, Definition, called_name, own_nodes
from cwm_lsp.predict.termination.structural import bound_once, given_argument, guards_of, resolved

NO_CIRCLE = "as long as nothing is linked in a circle"
_ROUND = ("cycle", "circular", "ring", "loop")
_BACK = frozenset("parent _parent prev _prev previous owner up above caller f_back tb_next back".split())
_NOWHERE = frozenset("real imag T __class__ type self this".split())
_NESTED = frozenset({"list", "tuple", "dict", "set", "frozenset"})
_LOOKED_THROUGH = frozenset({"enumerate", "reversed", "list", "sorted", "tuple", "iter_child_nodes", "iter_fields"})


def why_loop_follows(loop: ast.While, node: Definition) -> str | None:
    """One phrase that says why a loop ends that goes from link to link until there is none.

    Args:
        loop: the statement.
        node: the function in which it stands.
    """
    if any(word in node.name.lower() for word in _ROUND):
        return None
    for name in _tested_for_none(loop.test):
        followed: set[str] = set()
        moves = _Moves(name, _bound_once_within(loop), followed)
        if moves.always(loop.body) and _lead_one_way(followed, name) and not _stores(node, followed):
            return f"{name} goes one link further with every pass, {NO_CIRCLE}"
    return None


def _bound_once_within(loop: ast.While) -> dict[str, ast.expr]:
    stores: dict[str, int] = {}
    values: dict[str, ast.expr] = {}
    for one in own_nodes(loop.body):
        if isinstance(one, ast.Name) and not isinstance(one.ctx, ast.Load):
            stores[one.id] = stores.get(one.id, 0) + 1
        elif isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
            values[one.targets[0].id] = one.value
    return {name: value for name, value in values.items() if stores[name] == 1}


def _lead_one_way(links: set[str], name: str) -> bool:
    """Whether following the links in any order never leads back, in what is built as such things are."""
    if not links or links & _NOWHERE:
        return False
    back = links & _BACK
    # A folder's parent may be the folder itself.
    if "parent" in back and (name == "p" or any(word in name.lower() for word in ("path", "dir", "folder", "file"))):
        return False
    return not back or len(links) == 1


def _tested_for_none(test: ast.expr) -> Iterator[str]:
    """The names whose being something, or whose link's, keeps the loop going."""
    for one in test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]:
        if isinstance(one, ast.Compare) and len(one.ops) == 1 and isinstance(one.ops[0], (ast.IsNot, ast.NotEq)):
            last = one.comparators[0]
            if not isinstance(last, ast.Constant) or last.value is not None:
                continue
            one = one.left
        while isinstance(one, ast.Attribute):
            one = one.value
        if isinstance(one, ast.Name):
            yield one.id


class _Moves:
    """Whether every way through statements moves a name one link further.

    Args:
        name: it.
        known: what the names of the loop's body are bound to.
        followed: the links are added here.
    """

    def __init__(self, name: str, known: Mapping[str, ast.expr], followed: set[str]) -> None:
        self.name = name
        self.known = known
        self.followed = followed

    def always(self, body: Sequence[ast.stmt]) -> bool:
        """Whether no way comes to the end of the body, or to a `continue`, without a move."""
        outcome = self._outcomes(body, {False})
        return outcome is not None and False not in outcome

    def _outcomes(self, body: Sequence[ast.stmt], moved: set[bool]) -> set[bool] | None:
        for statement in body:
            if not moved:
                break
            if isinstance(statement, (ast.Break, ast.Return, ast.Raise)):
                return set()
            if isinstance(statement, ast.Continue):
                return set() if False not in moved else None
            if isinstance(statement, ast.If):
                ways = [self._outcomes(one, set(moved)) for one in (statement.body, statement.orelse)]
                if ways[0] is None or ways[1] is None:
                    return None
                moved = ways[0] | ways[1]
                continue
            if not self._binds(statement):
                if not isinstance(statement, LOOPS) and any(
                    isinstance(one, ast.Continue) for one in own_nodes([statement])
                ):
                    return None
                continue
            if not isinstance(statement, ast.Assign) or not self._is_further(statement):
                return None
            moved = {True}
        return moved

    def _binds(self, statement: ast.stmt) -> bool:
        return any(
            isinstance(one, ast.Name) and one.id == self.name and isinstance(one.ctx, (ast.Store, ast.Del))
            for one in own_nodes([statement])
        )

    def _is_further(self, statement: ast.Assign) -> bool:
        if len(statement.targets) != 1:
            return False
        target, value = statement.targets[0], statement.value
        if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
            pairs = list(zip(target.elts, value.elts, strict=True))
        else:
            pairs = [(target, value)]
        return all(
            self._leads_on(given) for one, given in pairs if isinstance(one, ast.Name) and one.id == self.name
        ) and all(isinstance(one, ast.Name) for one, _ in pairs)

    def _leads_on(self, value: ast.expr) -> bool:
        if isinstance(value, ast.IfExp):
            return self._leads_on(value.body) and self._leads_on(value.orelse)
        if isinstance(value, ast.Name) and value.id != self.name and value.id in self.known:
            value = self.known[value.id]
        links = links_from(value, {self.name})
        self.followed |= links
        return bool(links)


def links_from(node: ast.expr, roots: Collection[str]) -> set[str]:
    """The links by which an expression leads on from one of some names: `next` of `node.next`; none where it does not."""
    found: set[str] = set()
    while True:
        if isinstance(node, ast.Attribute):
            found.add(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript) and _text(node.slice) is not None:
            found.add(_text(node.slice) or "")
            node = node.value
        elif isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
            node = node.value
        elif isinstance(node, ast.Call) and called_name(node) == "get" and isinstance(node.func, ast.Attribute):
            key = _text(node.args[0]) if node.args else None
            if key is None:
                return set()
            found.add(key)
            node = node.func.value
        else:
            return found if isinstance(node, ast.Name) and node.id in roots else set()


def _text(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _stores(node: Definition, links: Collection[str]) -> bool:
    """Whether the function binds one of the links anew, so that a circle might be its own doing."""
    for one in ast.walk(node):
        if isinstance(one, ast.Attribute) and not isinstance(one.ctx, ast.Load) and one.attr in links:
            return True
        if isinstance(one, ast.Subscript) and not isinstance(one.ctx, ast.Load) and _text(one.slice) in links:
            return True
    return False


def links_of_self(node: Definition, calls: Sequence[ast.Call]) -> set[str] | None:
    """The links from `self` to what a method of the same name is called on; None where one of the calls is another.

    Args:
        node: the method.
        calls: all calls by which it may enter itself again.
    """
    known = bound_once(node)
    links = [_owner_links(call, node, known) for call in calls if called_name(call) == node.name]
    return _union(links) if len(links) == len(calls) and all(links) else None


def why_recursion_follows(
    node: Definition, calls: Sequence[ast.Call], *, is_direct: bool, partners: Collection[str] = ()
) -> str | None:
    """One phrase that says why recursion ends that goes from what it is given to what that is linked to.

    Args:
        node: the function.
        calls: all calls by which it may enter itself again.
        is_direct: whether each of them enters this very function.
        partners: the links by which the methods of other classes go on that have the same name, and that it may enter.
    """
    if any(word in node.name.lower() for word in _ROUND):
        return None
    parameters = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
    known = bound_once(node)
    if parameters[:1] == ["self"]:
        links = links_of_self(node, calls) or set()
        # Of methods that enter each other, all have to go the same way.
        is_one_way = is_direct or (links == partners and len(links) == 1)
        if is_one_way and _lead_one_way(links, "self") and not _binds_otherwise(node, links, calls):
            return f"recursion: each call is one of what self is linked to, {NO_CIRCLE}"
    if not is_direct:
        return None
    is_method = parameters[:1] in (["self"], ["cls"])
    for position, name in enumerate(parameters):
        given = [given_argument(call, position - is_method, name) for call in calls]
        values = [one for one in given if one is not None]
        if len(values) < len(calls) or _is_bound(name, node):
            continue
        steps = [_steps(value, name, node, known, call) for value, call in zip(values, calls, strict=True)]
        links = _union(steps)
        if not all(steps) or not _lead_one_way(links, name) or _binds_otherwise(node, links, calls):
            continue
        if _is_guarded(name, node, calls, is_none=bool(links & _BACK)):
            return f"recursion: each call is given what {name} is linked to, {NO_CIRCLE}"
    return None


def _union(found: Sequence[set[str]]) -> set[str]:
    return {one for links in found for one in links}


def _owner_links(call: ast.Call, node: Definition, known: Mapping[str, ast.expr]) -> set[str]:
    if not isinstance(call.func, ast.Attribute):
        return set()
    owner = resolved(call.func.value, known)
    links = links_from(owner, {"self"})
    if links or not isinstance(owner, ast.Name):
        return links
    found = [links_from(one, {"self"}) for one in _gone_over(owner.id, node)]
    return _union(found) if all(found) else set()


def _steps(value: ast.expr, name: str, node: Definition, known: Mapping[str, ast.expr], call: ast.Call) -> set[str]:
    """The links from a parameter to what a call is given; `item` where it is one of the items of what is nested."""
    value = resolved(value, known)
    links = links_from(value, {name})
    if links or not isinstance(value, ast.Name):
        return links
    found: set[str] = set()
    for one in _gone_over(value.id, node):
        links = links_from(resolved(one, known), {name})
        if links:
            found |= links
        elif isinstance(one, ast.Name) and one.id == name and _is_nested(value.id, node, call):
            found.add("item")
        else:
            return set()
    return found


def _gone_over(name: str, node: Definition) -> Iterator[ast.expr]:
    """What the loops and comprehensions go over whose target a name is; nothing where it is bound otherwise, too."""
    found: list[ast.expr] = []
    stores = 0
    for one in ast.walk(node):
        if isinstance(one, ast.Name) and one.id == name and isinstance(one.ctx, ast.Store):
            stores += 1
        if isinstance(one, (ast.For, ast.comprehension)):
            targets = one.target.elts if isinstance(one.target, ast.Tuple) else [one.target]
            if any(isinstance(each, ast.Name) and each.id == name for each in targets):
                found.append(_looked_through(one.iter))
    if stores == len(found):
        yield from found


def _looked_through(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Call):
        if called_name(node) in _LOOKED_THROUGH and node.args:
            node = node.args[0]
        elif called_name(node) in ("values", "items") and isinstance(node.func, ast.Attribute):
            node = node.func.value
        else:
            break
    return node.values[0] if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) else node


def _is_nested(name: str, node: Definition, call: ast.Call) -> bool:
    """Whether a call is only made where the name has been found to hold a list, a dict or the like, and no text."""
    for one in ast.walk(node):
        tests: list[ast.expr] = []
        if isinstance(one, (ast.If, ast.IfExp)):
            body = one.body if isinstance(one.body, list) else [one.body]
            if any(each is call for part in body for each in ast.walk(part)):
                tests = [one.test]
        elif isinstance(one, (ast.ListComp, ast.GeneratorExp, ast.SetComp)) and any(
            each is call for each in ast.walk(one.elt)
        ):
            tests = one.generators[-1].ifs
        for test in tests:
            for each in test.values if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And) else [test]:
                if isinstance(each, ast.Call) and called_name(each) == "isinstance" and len(each.args) == 2:
                    kinds = each.args[1].elts if isinstance(each.args[1], ast.Tuple) else [each.args[1]]
                    is_it = isinstance(each.args[0], ast.Name) and each.args[0].id == name
                    if is_it and all(isinstance(kind, ast.Name) and kind.id in _NESTED for kind in kinds):
                        return True
    return False


def _is_bound(name: str, node: Definition) -> bool:
    return any(
        isinstance(one, ast.Name) and one.id == name and not isinstance(one.ctx, ast.Load) for one in ast.walk(node)
    )


def _binds_otherwise(node: Definition, links: Collection[str], calls: Sequence[ast.Call]) -> bool:
    """Whether a link is bound to anything but what a recursive call gives, a new thing, or nothing."""
    for one in ast.walk(node):
        if not isinstance(one, (ast.Assign, ast.AugAssign, ast.AnnAssign, ast.For, ast.Delete, ast.With)):
            continue
        targets = one.targets if isinstance(one, (ast.Assign, ast.Delete)) else [getattr(one, "target", None)]
        for target in targets:
            for each in ast.walk(target) if target is not None else ():
                if not isinstance(each, ast.Attribute) or isinstance(each.ctx, ast.Load) or each.attr not in links:
                    continue
                value = one.value if isinstance(one, (ast.Assign, ast.AnnAssign)) else None
                is_new = isinstance(value, ast.Call) and (value in calls or isinstance(value.func, ast.Name))
                if not is_new and not isinstance(value, ast.Constant):
                    return True
    return False


def _is_guarded(name: str, node: Definition, calls: Sequence[ast.Call], *, is_none: bool) -> bool:
    """Whether there is a case that ends: nothing is given, or the calls stand in a loop or under a condition.

    Args:
        name: the parameter.
        node: the function.
        calls: its calls of itself.
        is_none: whether only the former counts.
    """
    for test in guards_of(node, calls):
        if ast.unparse(test) in (f"{name} is None", f"not {name}", f"{name} == None"):
            return True
        if (
            not is_none
            and isinstance(test, (ast.Call, ast.UnaryOp))
            and any(isinstance(one, ast.Name) and one.id == name for one in ast.walk(test))
        ):
            return True
    if is_none:
        return False
    held = {id(call) for call in calls}
    free = {
        id(one) for statement in node.body if not isinstance(statement, (ast.If, ast.For)) for one in _plain(statement)
    }
    return not held & free


def _plain(statement: ast.stmt) -> Iterator[ast.AST]:
    """What is below a statement, without what stands in comprehensions and conditional expressions."""
    pending: list[ast.AST] = [statement]
    while pending:
        current = pending.pop()
        yield current
        if not isinstance(current, (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)):
            pending += ast.iter_child_nodes(current)
