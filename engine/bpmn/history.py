"""Cut the history of a case: what lies behind every open token and is never asked for again (trap 27).

Steps that were passed are kept by the engine's own records; the trees hold what the open tokens need: themselves, the points
where their branches parted with what stands directly above and below, and nothing else. So a loop of a thousand rounds, in
a branch beside others too, is as small and fast as one of ten.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from engine.bpmn.joins import still_told
from engine.bpmn.tokens import Token

if TYPE_CHECKING:
    from engine.bpmn.workflow import Tree

# A state of so many tokens is read and written as fast as a new one; with 200 the thousandth step took 1.7 times the tenth.
LONG = 40
_OPEN = 20  # so many open tokens stretch it by as much again: a cut looks at all of them


def cut(tree: Tree) -> None:
    """Cut a tree of more than LONG tokens, more where many are open; each token that stays keeps its data."""
    if len(tree.tasks) <= LONG + LONG * len(tree.open) // _OPEN:
        return
    if tree.ended:
        tree.ended = still_told(tree.ended, [token.data for token in tree.data_bearers()])
    kept = _needed(tree)
    parents = {token.id: _nearest(token, kept) for token in kept.values()}
    for token in kept.values():
        if parents[token.id] != token._parent:
            token._keep_data()  # while the tokens that tell it are still there
    for token in kept.values():
        token._parent = parents[token.id]
        token._children = [child for child in token._children if child in kept]
    tree.tasks.clear()
    for token in kept.values():
        tree.tasks[token.id] = token
        parent = token.parent
        if parent and token.id not in parent._children:
            parent._children.append(token.id)


def _nearest(token: Token, kept: dict[str, Token]) -> str | None:
    return next((ancestor.id for ancestor in token.ancestors() if ancestor.id in kept), None)


def _needed(tree: Tree) -> dict[str, Token]:
    """Return what stays, in the old order: open tokens, points where branches part, and what is next to those."""
    lines = _children_with_open_tokens(tree)
    stays = set(tree.open)
    if tree.last_task:
        stays.add(tree.last_task.id)
    for parted, children in lines.items():
        if parted in tree.open or len(children) > 1:
            stays |= {parted, *children}
            stays |= {token._parent for token in (tree.tasks[parted],) if token._parent}
    return {token_id: token for token_id, token in tree.tasks.items() if token_id in stays}


def _children_with_open_tokens(tree: Tree) -> dict[str, set[str]]:
    """Return, for each ancestor of an open token, those of its children through which one is reached."""
    lines: defaultdict[str, set[str]] = defaultdict(set)
    for token in tree.open.values():
        below = token
        for ancestor in token.ancestors():
            if below.id in lines[ancestor.id]:
                break
            lines[ancestor.id].add(below.id)
            below = ancestor
    return lines
