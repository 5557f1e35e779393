"""Decisions of DMN over FEEL: models read from XML, decision tables and other boxed expressions, and why a decision came out.

It knows nothing of processes or databases. `load_model(source)` once, `decide(model, decision_id, scope, now=…)` often.
"""

from engine.dmn.check import check_model
from engine.dmn.decide import Decided, decide
from engine.dmn.errors import DmnError, DmnProblem
from engine.dmn.model import Decision, Model
from engine.dmn.reader import load_model
from engine.dmn.warning import warn_of_model

__all__ = [
    "Decided",
    "Decision",
    "DmnError",
    "DmnProblem",
    "Model",
    "check_model",
    "decide",
    "load_model",
    "warn_of_model",
]
