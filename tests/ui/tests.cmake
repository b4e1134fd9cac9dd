# Tests of ui/, one line each.
headlight_test(tst_color_tables ui LINK headlight::ui)
headlight_test(tst_icons ui LINK headlight::ui)
headlight_test(tst_export ui LINK headlight::ui)
headlight_test(tst_format ui LINK headlight::ui)
headlight_test(tst_heatmap ui LINK headlight::ui)
headlight_test(tst_step_walk ui LINK headlight::ui)
