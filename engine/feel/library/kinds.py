"""The kinds of values that built-in functions take and give, as far as they are known before anything is evaluated."""

from __future__ import annotations

from collections.abc import Sequence

from engine.feel.library.registry import Signature

_DATES = frozenset({"date", "date and time"})
_SECONDS, _MONTHS = "days and time duration", "years and months duration"
# By the type of a parameter; what is not here takes anything.
_TAKEN = {
    "string": frozenset({"string"}),
    "number": frozenset({"number"}),
    "integer": frozenset({"number"}),
    "boolean": frozenset({"boolean"}),
    "date": frozenset({"date"}),
    "date or moment": _DATES,
    "time": frozenset({"time"}),
    "moment": _DATES,
    "seconds": frozenset({_SECONDS}),
    "duration": frozenset({_SECONDS, _MONTHS}),
    "context": frozenset({"context"}),
    "range": frozenset({"range"}),
    "function": frozenset({"function"}),
}
_GIVEN = {
    "number": "count,string length,number,decimal,floor,ceiling,round up,round down,round half up,round half down,"
    "modulo,sqrt,log,exp,day of year,week of year",
    "string": "string,upper case,lower case,substring,substring before,substring after,replace,string join,trim,"
    "day of week,month of year",
    "boolean": "not,all,any,contains,starts with,ends with,matches,list contains,is,is defined,is blank,is empty,odd,"
    "even,before,after,meets,met by,overlaps,overlaps before,overlaps after,finishes,finished by,includes,during,"
    "starts,started by,coincides",
    "list": "split,extract,sublist,append,concatenate,union,insert before,remove,list replace,reverse,index of,"
    "distinct values,duplicate values,flatten,partition,sort,mode,get entries",
    "context": "context,context put,context merge",
    "range": "range",
    "date": "date,today,last day of month",
    "date and time": "date and time,now",
    "time": "time",
    _MONTHS: "years and months duration",
}
_KIND_GIVEN = {name: kind for kind, names in _GIVEN.items() for name in names.split(",")}


def result_kind(name: str) -> str | None:
    """Name the kind that a built-in function gives, where it gives anything; None where that depends."""
    return _KIND_GIVEN.get(name)


def accepts(signature: Signature, kinds: Sequence[str | None], keywords: tuple[str, ...] | None) -> bool:
    """Say whether arguments of these kinds can be meant for a signature; an unknown kind can, and a list for its one item."""
    names = keywords if keywords is not None else signature.names
    by_name = dict(zip(names, kinds, strict=False))
    return all(
        _may_be(parameter.kind, parameter.is_optional, by_name.get(parameter.name))
        for parameter in signature.parameters
        if parameter.name in by_name
    )


def _may_be(wanted: str, is_optional: bool, kind: str | None) -> bool:
    if kind == "null":
        return is_optional or wanted in {"any", "point"}
    return kind in {None, "list"} or kind in _TAKEN.get(wanted, {kind})
