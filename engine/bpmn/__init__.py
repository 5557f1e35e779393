"""BPMN: diagrams read and checked, published as specs, run as cases (`cases.py` is the facade).

It knows no database, no user and no procedure; what a step may reach from outside is in `env.py`.
"""
