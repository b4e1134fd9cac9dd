# Tests of app/, one line each.
headlight_test(tst_cli app LINK headlight::core)
target_compile_definitions(tst_cli PRIVATE HEADLIGHT_CLI="$<TARGET_FILE:headlight-cli>"
    HEADLIGHT_HELP="${PROJECT_SOURCE_DIR}/resources/help")
add_dependencies(tst_cli headlight-cli)
headlight_test(tst_analyze app LINK headlight::core)
target_compile_definitions(tst_analyze PRIVATE HEADLIGHT_CLI="$<TARGET_FILE:headlight-cli>")
add_dependencies(tst_analyze headlight-cli)
if(TARGET headlight)
    headlight_test(tst_render app LINK Qt6::Gui Qt6::Svg)
    target_compile_definitions(tst_render PRIVATE HEADLIGHT_PROGRAM="$<TARGET_FILE:headlight>")
    add_dependencies(tst_render headlight)
endif()
