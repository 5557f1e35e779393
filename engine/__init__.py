"""The BPM engine: runs published BPMN definitions in one database transaction per act.

It knows SpiffWorkflow and SQLAlchemy, and nothing of Flask or of any procedure of the county.
"""
