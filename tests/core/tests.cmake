# Tests of core/, one line each.
