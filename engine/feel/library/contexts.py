"""Functions on contexts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.feel.library.registry import builtin
from engine.feel.values.kinds import from_host


@builtin("get value", "m: context", "key: string")
@builtin("get value", "context: context", "key: string")
def _get_value(context: Mapping[str, Any], key: str) -> Any:
    return from_host(context.get(key))


@builtin("get value", "context: context", "keys: list")
def _get_value_along(context: Mapping[str, Any], keys: list[Any]) -> Any:
    value: Any = context
    for key in keys:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return from_host(value) if keys else None


@builtin("get entries", "m: context")
@builtin("get entries", "context: context")
def _get_entries(context: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"key": key, "value": from_host(value)} for key, value in context.items()]


@builtin("context", "entries: list")
def _context(entries: list[Any]) -> dict[str, Any] | None:
    context: dict[str, Any] = {}
    for entry in entries:
        if not isinstance(entry, Mapping) or not isinstance(entry.get("key"), str) or "value" not in entry:
            return None
        if entry["key"] in context:
            return None
        context[entry["key"]] = entry["value"]
    return context


@builtin("context put", "context: context", "key: string", "value: any")
def _context_put(context: Mapping[str, Any], key: str, value: Any) -> dict[str, Any]:
    return {**context, key: value}


@builtin("context put", "context: context", "keys: strict list", "value: any")
def _context_put_along(context: Mapping[str, Any], keys: list[Any], value: Any) -> dict[str, Any] | None:
    if not keys or not all(isinstance(key, str) for key in keys):
        return None
    first, *rest = keys
    if rest:
        inner = context.get(first)
        if inner is not None and not isinstance(inner, Mapping):
            return None
        value = _context_put_along(inner or {}, rest, value)
        if value is None:
            return None
    return {**context, first: value}


@builtin("context merge", "contexts: list")
def _context_merge(contexts: list[Any]) -> dict[str, Any] | None:
    merged: dict[str, Any] = {}
    for context in contexts:
        if not isinstance(context, Mapping):
            return None
        merged.update(context)
    return merged
