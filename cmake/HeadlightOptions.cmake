# Flags for our own code: linked PRIVATE by every target, so that none of them reaches a user of the libraries.
add_library(headlight_options INTERFACE)

target_compile_options(headlight_options INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-sign-conversion -Wnon-virtual-dtor
    -Woverloaded-virtual -Wcast-align -Wnull-dereference
    -fstack-protector-strong -fno-math-errno)
target_compile_definitions(headlight_options INTERFACE
    _GLIBCXX_ASSERTIONS
    EIGEN_DONT_PARALLELIZE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_NARROWING_CONVERSIONS_IN_CONNECT)
target_link_options(headlight_options INTERFACE -Wl,-z,relro,-z,now)

# False alarms inside GCC 12's own headers, reported through inlined Eigen code and, with -O3, through std::vector;
# AddressSanitizer and _GLIBCXX_ASSERTIONS look for the real ones.
target_compile_options(headlight_options INTERFACE
    $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference -Wno-maybe-uninitialized -Wno-array-bounds -Wno-stringop-overflow
        -Wno-free-nonheap-object -Wno-restrict>)

if(HEADLIGHT_WERROR)
    target_compile_options(headlight_options INTERFACE -Werror)
endif()
if(HEADLIGHT_NATIVE)
    target_compile_options(headlight_options INTERFACE -march=native)
endif()
if(HEADLIGHT_SANITIZE)
    target_compile_options(headlight_options INTERFACE
        -fsanitize=${HEADLIGHT_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(headlight_options INTERFACE -fsanitize=${HEADLIGHT_SANITIZE})
else()
    target_compile_options(headlight_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
endif()
