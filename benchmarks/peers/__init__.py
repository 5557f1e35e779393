"""Other engines on the same short process, each saving its state durably to SQLite after every task: `python -m benchmarks.peers`."""
