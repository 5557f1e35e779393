"""The conformance processes of betsy (data only, beside the project): translated, run, compared with their traces."""
