"""The values of FEEL and what can be done with any of them: kinds, numbers, time, equality, order, text."""
