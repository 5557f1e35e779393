"""HTTP JSON under /api/v1: flask-smorest blueprints and marshmallow schemas over the same acts that the pages call."""
