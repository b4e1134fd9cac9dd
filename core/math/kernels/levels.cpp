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

} // namespace

std::vector<HlKernels> kernelsOfAllLevels()
{
    std::vector<HlKernels> all{HL_KERNELS_OF(1)};
#if defined(__x86_64__)
    __builtin_cpu_init();
    if (__builtin_cpu_supports("x86-64-v2"))
        all.push_back(HL_KERNELS_OF(2));
    if (__builtin_cpu_supports("x86-64-v3"))
        all.push_back(HL_KERNELS_OF(3));
    if (__builtin_cpu_supports("x86-64-v4"))
        all.push_back(HL_KERNELS_OF(4));
#endif
    return all;
}

#undef HL_KERNELS_OF

const HlKernels& kernels()
{
    static const HlKernels best = kernelsOfAllLevels().back();
    return best;
}

} // namespace hl
