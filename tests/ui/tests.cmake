# Tests of ui/, one line each.
