# Tests of ui/, one line each.
headlight_test(tst_color_tables ui LINK headlight::ui)
headlight_test(tst_icons ui LINK headlight::ui)
headlight_test(tst_export ui LINK headlight::ui)
headlight_test(tst_format ui LINK headlight::ui)
headlight_test(tst_heatmap ui LINK headlight::ui)
headlight_test(tst_step_walk ui LINK headlight::ui)
headlight_test(tst_translations ui LINK headlight::core headlight::resources)
target_compile_definitions(tst_translations PRIVATE HEADLIGHT_TRANSLATIONS="${PROJECT_SOURCE_DIR}/resources/i18n")
add_test(NAME translations_are_complete
    COMMAND "${CMAKE_COMMAND}" -DROOT=${PROJECT_SOURCE_DIR} -DLUPDATE=$<TARGET_FILE:Qt6::lupdate>
            -DCHECK=${CMAKE_CURRENT_BINARY_DIR}/translations -P "${PROJECT_SOURCE_DIR}/resources/i18n/lupdate.cmake")
set_tests_properties(translations_are_complete PROPERTIES SKIP_REGULAR_EXPRESSION "^skipped:")
headlight_test(tst_stage ui GUI LINK headlight::ui)
headlight_test(tst_views ui LINK headlight::ui SOURCES ui/derived_numbers.cpp)
headlight_test(tst_view_controls ui GUI LINK headlight::ui)
