#include "core/math/kernels/levels.h"

#define HL_DECLARE_LEVEL(level)                                                                              \
    void hlProducts##level(HlKernels* kernels);                                                              \
    void hlAttention##level(HlKernels* kernels);                                                             \
    void hlRows##level(HlKernels* kernels); \
    void hlExtremes##level(HlKernels* kernels);
extern "C" {
HL_DECLARE_LEVEL(1)
#if defined(__x86_64__)
HL_DECLARE_LEVEL(2)
HL_DECLARE_LEVEL(3)
HL_DECLARE_LEVEL(4)
#endif
}
#undef HL_DECLARE_LEVEL

namespace hl {

namespace {

#define HL_KERNELS_OF(number)                                                                                \
    [] {                                                                                                     \
        HlKernels kernels{};                                                                                 \
        kernels.level = number;                                                                              \
        hlProducts##number(&kernels);                                                                        \
        hlAttention##number(&kernels);                                                                       \
        hlRows##number(&kernels);                                                                            \
        hlExtremes##number(&kernels); \
        return kernels;                                                                                      \
    }()

#if defined(__x86_64__)
#if defined(__clang__) && __clang_major__ < 18 // knows the levels' features, not their names
#define HL_RUNS_LEVEL_2 __builtin_cpu_supports("ssse3") && __builtin_cpu_supports("sse4.2") && __builtin_cpu_supports("popcnt")
#define HL_RUNS_LEVEL_3 __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")
#define HL_RUNS_LEVEL_4                                                                                       \
    __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") \
        && __builtin_cpu_supports("avx512vl")
#else
#define HL_RUNS_LEVEL_2 __builtin_cpu_supports("x86-64-v2")
#define HL_RUNS_LEVEL_3 __builtin_cpu_supports("x86-64-v3")
#define HL_RUNS_LEVEL_4 __builtin_cpu_supports("x86-64-v4")
#endif
#endif

} // namespace

std::vector<HlKernels> kernelsOfAllLevels()
{
    std::vector<HlKernels> all{HL_KERNELS_OF(1)};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (HL_RUNS_LEVEL_2)
        all.push_back(HL_KERNELS_OF(2));
    if (HL_RUNS_LEVEL_3)
        all.push_back(HL_KERNELS_OF(3));
    if (HL_RUNS_LEVEL_4)
        all.push_back(HL_KERNELS_OF(4));
#endif
    return all;
}

#undef HL_KERNELS_OF
#undef HL_RUNS_LEVEL_2
#undef HL_RUNS_LEVEL_3
#undef HL_RUNS_LEVEL_4

const HlKernels& kernels()
{
    static const HlKernels best = kernelsOfAllLevels().back();
    return best;
}

} // namespace hl
