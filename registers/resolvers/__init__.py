"""Resolvers (the pool of county, township and village): who may be chosen to settle a matter, and who may not now."""
