"""Which routes the application has, and who may use each: so that one without a rule can be found."""

from __future__ import annotations

from flask import Flask

from web.acting import RULE


def rules(app: Flask) -> dict[str, tuple[str, ...]]:
    """Return who may use each route, by endpoint: by the view's own rule, else by that of its blueprint."""
    return {endpoint: _rule_of(app, endpoint) for endpoint in app.view_functions if endpoint != "static"}


def routes_without_rule(app: Flask) -> list[str]:
    """Return the routes that do not say who may use them."""
    return sorted(endpoint for endpoint, who in rules(app).items() if not who)


def _rule_of(app: Flask, endpoint: str) -> tuple[str, ...]:
    own: tuple[str, ...] = getattr(app.view_functions[endpoint], RULE, ())
    before = app.before_request_funcs.get(endpoint.rpartition(".")[0], [])
    of_blueprint = [getattr(each, RULE) for each in before if hasattr(each, RULE)]
    return own or next(iter(of_blueprint), ())
