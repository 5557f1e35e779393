"""Data that is drawn: for the reader, since every step sees all variables whatever data it is linked with.

A link that computes something, or stands at a call, would change what a step sees: such are refused by the dialect.
"""

from __future__ import annotations

AT_THE_ROOT = frozenset({"itemDefinition", "dataStore"})
IN_A_SCOPE = frozenset({"dataObject", "dataObjectReference", "dataStoreReference", "property"})
ASSOCIATIONS = frozenset({"dataInputAssociation", "dataOutputAssociation"})
IN_AN_ASSOCIATION = frozenset({"sourceRef", "targetRef", "documentation"})
AT_ACTIVITIES = ASSOCIATIONS | {"property", "ioSpecification"}
AT_EVENTS = ASSOCIATIONS | {"property", "dataInput", "dataOutput", "inputSet", "outputSet"}
