"""Forms: a form-js file as a tree of fields, and one marshmallow schema that judges what was answered, whoever rendered it.

Knows nothing of pages: `web/forms` renders the same tree as plain HTML, form-js the same file in the browser.
"""

from engine.forms.answers import check_answers, shown_answers
from engine.forms.checking import FormProblem, check_form
from engine.forms.fields import Choice, Field, Form, file_fields, map_personal, options_keys, personal_fields
from engine.forms.loading import FormError, load_form
from engine.forms.schema import schema_of
from engine.forms.warning import warn_of_form

__all__ = [
    "Choice",
    "Field",
    "Form",
    "FormError",
    "FormProblem",
    "check_answers",
    "check_form",
    "file_fields",
    "load_form",
    "map_personal",
    "options_keys",
    "personal_fields",
    "schema_of",
    "shown_answers",
    "warn_of_form",
]
