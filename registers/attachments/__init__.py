"""Photos that people add: checked by content, cleaned, kept sealed.

Before a matter is raised an upload waits for a day under a random token; then it is sealed with the case's key.
"""
