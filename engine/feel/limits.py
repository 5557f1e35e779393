"""How large an expression and its evaluation may become; beyond it FeelError with a code that begins "limit-"."""

MAX_TEXT = 20_000
MAX_NESTING = 100
MAX_CHAIN = 200
MAX_STEPS = 1_000_000
MAX_CALLS = 100
MAX_LIST = 100_000
MAX_STRING = 1_000_000
MAX_PATTERN = 500
MAX_SHAPES = 32
