# What we use of Flask-Babel, which has no types of its own.
from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask

class LazyString:
    def __str__(self) -> str: ...

class Babel:
    def __init__(
        self,
        app: Flask,
        *,
        default_locale: str = ...,
        default_translation_directories: str = ...,
        locale_selector: Callable[[], str] = ...,
    ) -> None: ...

def gettext(string: str, **variables: object) -> str: ...
def ngettext(singular: str, plural: str, num: int, **variables: object) -> str: ...
def lazy_gettext(string: str, **variables: object) -> LazyString: ...
def get_locale() -> object: ...
def force_locale(locale: str) -> AbstractContextManager[None]: ...
