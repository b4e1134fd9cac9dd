# Standard, Eigen and Qt headers read once instead of once a file: half of the time of a build from nothing. Off in the
# presets people develop with, so that a file that forgets an include of its own does not compile there.
set(precompiled_std
    <algorithm> <array> <cmath> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <string_view>
    <unordered_map> <utility> <variant> <vector> <tl/expected.hpp>)

# headlight_precompile(target): a library's own precompiled headers; QT for those that use widgets.
function(headlight_precompile target)
    cmake_parse_arguments(ARG "QT" "" "" ${ARGN})
    if(NOT HEADLIGHT_PRECOMPILED)
        return()
    endif()
    target_precompile_headers(${target} PRIVATE ${precompiled_std} <Eigen/Core>)
    if(ARG_QT)
        target_precompile_headers(${target} PRIVATE <QtWidgets>)
    endif()
endfunction()

# Tests wait for what they test, not for themselves: compiling them with less effort saves a fifth of their time.
set(headlight_quick_tests -O1)

# headlight_precompiled_tests(name library): what the tests of one layer share.
function(headlight_precompiled_tests name)
    if(NOT HEADLIGHT_PRECOMPILED)
        return()
    endif()
    file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp" CONTENT "")
    add_library(${name} OBJECT "${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp")
    target_link_libraries(${name} PRIVATE headlight_options Qt6::Test ${ARGN})
    target_compile_options(${name} PRIVATE ${headlight_quick_tests})
    target_precompile_headers(${name} PRIVATE ${precompiled_std} <Eigen/Core> <QtTest>)
    if("headlight::ui" IN_LIST ARGN)
        target_precompile_headers(${name} PRIVATE <QtWidgets>)
    endif()
endfunction()
