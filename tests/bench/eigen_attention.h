#pragma once

/// Scaled dot-product attention of one causal head in Eigen's expressions, with its weights kept: what plain code would do.
/// q, k, v [n, features], rows `stride` apart -> pattern [n, n], z [n, features], rows `stride` apart.
/// Compiled for the processor that builds it, as somebody would who measures.
void eigenAttention(const float* q, const float* k, const float* v, long n, long features, long stride, float* pattern, float* z);
