"""Pages for people: they parse, call an act or a reader, and show; no rule lives here."""
