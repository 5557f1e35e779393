"""The engine's tables, the database behind them, and the statements of the hot path."""
