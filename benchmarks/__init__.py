"""What is measured, beside its floor in the same run: `python -m benchmarks` prints a table. Ratios hold, milliseconds vary."""
