"""The composition root: settings, keys, the application, the server and the command line.

It alone knows all the other packages; nothing imports it.
"""
