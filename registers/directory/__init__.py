"""The directory: units in one tree, posts, people, and who holds which post from when to when."""
