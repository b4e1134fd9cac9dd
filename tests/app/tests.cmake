# Tests of app/, one line each.
