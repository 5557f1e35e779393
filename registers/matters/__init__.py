"""The register of matters (说事): what people raise, and what became of it, case by case.

The procedure runs in the engine; this register keeps what the county must be able to show, and answers who asks
with a receipt. It names no step of the diagram: the diagram calls its operations.
"""
