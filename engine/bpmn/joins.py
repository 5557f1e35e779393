"""How branches come together: the join takes from each branch what that branch changed since the fork (trap 9).

A key that two branches changed has the value of the one that arrived last. Ended branches are kept as three-way changes,
so that their process sees them at its end even if the history above was cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.bpmn.changes import is_same, what_changed
from engine.bpmn.tokens import COMPLETED, Data, Token

Ended = dict[str, list[Any]]  # key -> [value before, value written], or [value written] where the key was new


def merged(arrivals: Sequence[Token]) -> Data:
    """Return the data of a join: the fork's, and what each arrival changed since, in the order of arrival."""
    fork = _nearest_common_ancestor(arrivals)
    data = dict(fork.data if fork else arrivals[0].workflow.inherited_data())
    for token in arrivals:
        data.update(what_changed(_data_at_fork(token, fork), token.data))
    return data


def bring_together(arrivals: Sequence[Token], into: Token) -> None:
    """Let one of several tokens go on with the data of all; the others have come to their end."""
    if len(arrivals) > 1:
        into.data = merged(arrivals)
    for other in arrivals:
        if other is not into:
            other._set_state(COMPLETED)


def _nearest_common_ancestor(tokens: Sequence[Token]) -> Token | None:
    """Return where the branches parted; None where they began apart."""
    shared: list[Token] = list(tokens[0].ancestors())
    for token in tokens[1:]:
        seen = {ancestor.id for ancestor in token.ancestors()}
        shared = [ancestor for ancestor in shared if ancestor.id in seen]
    return shared[0] if shared else None


def _data_at_fork(token: Token, fork: Token | None) -> Data:
    """Return the data with which a branch left the fork.

    A boundary event leaves its activity with the data that went into it, not with what came out.
    """
    first = token
    for ancestor in token.ancestors():
        if ancestor is fork:
            break
        first = ancestor
    if fork is None:
        return token.workflow.inherited_data()
    entered = fork.parent
    if first.step.element.kind == "boundaryEvent" and entered is not None:
        return entered.data
    return fork.data


def what_an_ended_branch_wrote(token: Token, open_tokens: Sequence[Token]) -> Ended:
    """Return the changes of a token that ended while others go on, with the values that it found."""
    lineage = {ancestor.id for open_token in open_tokens for ancestor in open_token.ancestors()}
    fork = next((ancestor for ancestor in token.ancestors() if ancestor.id in lineage), None)
    before = _data_at_fork(token, fork)
    return {
        key: [before[key], value] if key in before else [value]
        for key, value in what_changed(before, token.data).items()
    }


def still_told(ended: Sequence[Ended], branches: Sequence[Data]) -> list[Ended]:
    """Return what ended branches wrote that can still be told: where a branch has the value yet that they found.

    So a branch that ends in each round of a loop leaves as much behind as one.
    """
    kept: list[Ended] = []
    for changes in reversed(ended):
        told = {
            key: values
            for key, values in changes.items()
            if _is_found(key, values, branches)
            and not any(_finds_the_same(key, values, newer) for newer in kept)
        }
        if told:
            kept.append(told)
    return kept[::-1]


def _is_found(key: str, values: Sequence[Any], branches: Sequence[Data]) -> bool:
    if len(values) == 1:
        return any(key not in data for data in branches)
    return any(key in data and is_same(data[key], values[0]) for data in branches)


def _finds_the_same(key: str, values: Sequence[Any], newer: Ended) -> bool:
    """Say whether a newer change found the same: it is told first, and then nothing is as it was."""
    other = newer.get(key)
    return (
        other is not None and len(other) == len(values) and (len(values) == 1 or is_same(other[0], values[0]))
    )


def with_ended_branches(data: Data, ended: Sequence[Ended]) -> Data:
    """Add what ended branches wrote to the data of the last token, which wins where it wrote the key itself."""
    result = dict(data)
    for changes in reversed(ended):
        for key, values in changes.items():
            if _is_found(key, values, (result,)):
                result[key] = values[-1]
    return result
