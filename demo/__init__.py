"""The demo: an invented county with accounts named by post and unit. Loaded by acts, in demo mode alone."""
