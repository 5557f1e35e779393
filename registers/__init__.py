"""Registers: what procedures write down, and the operations that service tasks call."""
