"""Accounts: how those who work here prove who they are; tries are counted in the database, for all processes alike."""
