"""An application of Django, which alone may hold a flow of viewflow."""
