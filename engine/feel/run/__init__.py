"""From syntax tree to closures, and the frames over which closures run."""

# Imported for what they register: each compiles some kinds of nodes.
from engine.feel.run import calls, loops, operators, structures, types, unary_tests

__all__ = ["calls", "loops", "operators", "structures", "types", "unary_tests"]
