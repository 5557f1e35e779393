"""Form-js files as plain HTML that works without scripts, and the way back from what a page sends to answers.

On staff pages the island `form` draws form-js over the same HTML and sends its answers to the same address.
"""

from web.forms.island import render_staff_form
from web.forms.pages import FormPage, form_pages, problems_on
from web.forms.posted import add_files, must_be_shown_again, posted_files, read_posted
from web.forms.render import render_form, render_summary
from web.forms.sheet import Sheet
from web.forms.words import ProblemLine, problem_lines, problem_words

__all__ = [
    "FormPage",
    "ProblemLine",
    "Sheet",
    "add_files",
    "form_pages",
    "must_be_shown_again",
    "posted_files",
    "problem_lines",
    "problem_words",
    "problems_on",
    "read_posted",
    "render_form",
    "render_staff_form",
    "render_summary",
]
