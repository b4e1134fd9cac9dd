# Tests of app/, one line each.
headlight_test(tst_cli app LINK headlight::core)
target_compile_definitions(tst_cli PRIVATE HEADLIGHT_CLI="$<TARGET_FILE:headlight-cli>"
    HEADLIGHT_HELP="${PROJECT_SOURCE_DIR}/resources/help")
add_dependencies(tst_cli headlight-cli)
headlight_test(tst_analyze app LINK headlight::core)
target_compile_definitions(tst_analyze PRIVATE HEADLIGHT_CLI="$<TARGET_FILE:headlight-cli>")
add_dependencies(tst_analyze headlight-cli)
if(NOT HEADLIGHT_SANITIZE) # nothing of Headlight runs for longer than a moment here
    add_test(NAME retrain_induction
        COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/app/retrain_induction" "${PROJECT_SOURCE_DIR}" "$<TARGET_FILE:headlight-cli>")
    # It takes longest, so it begins first.
    set_tests_properties(retrain_induction PROPERTIES TIMEOUT 600 SKIP_RETURN_CODE 77 COST 1000)
endif()
if(TARGET headlight)
    headlight_test(tst_render app LINK Qt6::Gui Qt6::Svg)
    target_compile_definitions(tst_render PRIVATE HEADLIGHT_PROGRAM="$<TARGET_FILE:headlight>")
    add_dependencies(tst_render headlight)
endif()
headlight_test(tst_arguments app)
if(TARGET headlight)
    target_compile_definitions(tst_arguments PRIVATE HEADLIGHT_PROGRAM="$<TARGET_FILE:headlight>")
    add_dependencies(tst_arguments headlight)
else()
    target_compile_definitions(tst_arguments PRIVATE HEADLIGHT_CLI="$<TARGET_FILE:headlight-cli>")
    add_dependencies(tst_arguments headlight-cli)
endif()
