"""From text to syntax tree: tokens, names by longest match, the parser, and the nodes it makes."""
