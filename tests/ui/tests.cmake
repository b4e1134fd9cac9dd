# Tests of ui/, one line each.
headlight_test(tst_color_tables ui LINK headlight::ui)
headlight_test(tst_icons ui LINK headlight::ui)
