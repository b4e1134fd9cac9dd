#pragma once

#include "core/math/kernels/kernels.h"

// HL_LEVEL is given by the build: every source of this folder is compiled once for each.
#define HL_JOIN_NAMES(name, level) name##level
#define HL_JOIN_LEVEL(name, level) HL_JOIN_NAMES(name, level)
#define HL_AT_LEVEL(name) HL_JOIN_LEVEL(name, HL_LEVEL)

extern "C" {
void HL_AT_LEVEL(hlProducts)(struct HlKernels* kernels);
void HL_AT_LEVEL(hlAttention)(struct HlKernels* kernels);
void HL_AT_LEVEL(hlRows)(struct HlKernels* kernels);
void HL_AT_LEVEL(hlExtremes)(struct HlKernels* kernels);
}
