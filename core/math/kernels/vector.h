#pragma once

// Vectors of the CPU level that the including file is compiled for, in the compiler's vector extensions. Everything here has
// internal linkage: each level keeps its own copy.

namespace {

#if defined(__AVX512F__)
constexpr int lanes = 16;
#elif defined(__AVX2__)
constexpr int lanes = 8;
#else
constexpr int lanes = 4;
#endif

typedef float V __attribute__((vector_size(lanes * 4)));
typedef int I __attribute__((vector_size(lanes * 4)));
typedef float VInMemory __attribute__((vector_size(lanes * 4), aligned(4), may_alias));
typedef float VHalf __attribute__((vector_size(lanes * 2)));
typedef float VHalfInMemory __attribute__((vector_size(lanes * 2), aligned(4), may_alias));
typedef double D __attribute__((vector_size(lanes * 4)));

constexpr float infinity = __builtin_inff();

inline V load(const float* p)
{
    return *reinterpret_cast<const VInMemory*>(p);
}

inline void store(float* p, V v)
{
    *reinterpret_cast<VInMemory*>(p) = v;
}

inline V splat(float x)
{
#if defined(__AVX512F__)
    return V{x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
#elif defined(__AVX2__)
    return V{x, x, x, x, x, x, x, x};
#else
    return V{x, x, x, x};
#endif
}

inline I splatInt(int x)
{
#if defined(__AVX512F__)
    return I{x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x};
#elif defined(__AVX2__)
    return I{x, x, x, x, x, x, x, x};
#else
    return I{x, x, x, x};
#endif
}

inline I laneNumbers()
{
#if defined(__AVX512F__)
    return I{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
#elif defined(__AVX2__)
    return I{0, 1, 2, 3, 4, 5, 6, 7};
#else
    return I{0, 1, 2, 3};
#endif
}

/// a0 b0 a1 b1 ... of the lower halves.
inline V interleaveLow(V a, V b)
{
#if defined(__AVX512F__)
    return __builtin_shufflevector(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
#elif defined(__AVX2__)
    return __builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11);
#else
    return __builtin_shufflevector(a, b, 0, 4, 1, 5);
#endif
}

/// The same of the upper halves.
inline V interleaveHigh(V a, V b)
{
#if defined(__AVX512F__)
    return __builtin_shufflevector(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
#elif defined(__AVX2__)
    return __builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15);
#else
    return __builtin_shufflevector(a, b, 2, 6, 3, 7);
#endif
}

/// Lane i of the result is all lanes of v[i] joined into one number, in an order that does not depend on i.
template <class Join>
inline V joined(V v[lanes], Join join)
{
#pragma GCC unroll 4
    for (int half = lanes / 2; half > 0; half /= 2) {
#pragma GCC unroll 8
        for (int i = 0; i < half; ++i)
            v[i] = join(interleaveLow(v[i], v[i + half]), interleaveHigh(v[i], v[i + half]));
    }
    return v[0];
}

inline V sums(V v[lanes])
{
    return joined(v, [](V a, V b) { return a + b; });
}

/// The larger, and NaN where one of them is.
inline V larger(V a, V b)
{
    return (a > b) | (a != a) ? a : b;
}

inline V maxima(V v[lanes])
{
    return joined(v, larger);
}

inline void transpose(V v[lanes])
{
    V other[lanes];
#pragma GCC unroll 4
    for (int round = 1; round < lanes; round *= 2) {
#pragma GCC unroll 8
        for (int i = 0; i < lanes / 2; ++i) {
            other[2 * i] = interleaveLow(v[i], v[i + lanes / 2]);
            other[2 * i + 1] = interleaveHigh(v[i], v[i + lanes / 2]);
        }
#pragma GCC unroll 16
        for (int i = 0; i < lanes; ++i)
            v[i] = other[i];
    }
}

/// The first `count` < lanes numbers; the other lanes are 0.
inline V loadPart(const float* p, long count)
{
    float part[lanes] = {};
    float* to = part;
#pragma GCC unroll 4
    for (int size = lanes / 2; size > 0; size /= 2) {
        if ((count & size) != 0) {
            __builtin_memcpy(to, p, static_cast<unsigned long>(size) * 4);
            to += size;
            p += size;
        }
    }
    return load(part);
}

inline void storePart(float* p, V v, long count)
{
    float part[lanes];
    store(part, v);
    const float* from = part;
#pragma GCC unroll 4
    for (int size = lanes / 2; size > 0; size /= 2) {
        if ((count & size) != 0) {
            __builtin_memcpy(p, from, static_cast<unsigned long>(size) * 4);
            p += size;
            from += size;
        }
    }
}

/// All lanes, or the first `count` where these are fewer.
inline V loadSome(const float* p, long count)
{
    return count >= lanes ? load(p) : loadPart(p, count);
}

inline void storeSome(float* p, V v, long count)
{
    if (count >= lanes)
        store(p, v);
    else
        storePart(p, v, count);
}

inline void fill(float* p, float x, long count)
{
    for (long i = 0; i < count; i += lanes)
        storeSome(p + i, splat(x), count - i);
}

/// Keeps the compiler from joining a product with the sum it goes into: the product is a step of its own and is shown rounded.
inline V rounded(V v)
{
#if defined(__x86_64__) || defined(__i386__)
    __asm__("" : "+x"(v));
#elif defined(__aarch64__)
    __asm__("" : "+w"(v));
#endif
    return v;
}

/// exp(x): x = n ln 2 + r, a polynomial of r, times 2ⁿ in two steps so that results below 2⁻¹²⁶ come out right too.
/// Error below 1.2e-7 relative (2.4e-7 without FMA), for results that are normal numbers. 0 below −104, infinity above 89; NaN stays.
inline V expOf(V x)
{
    x = x < splat(-104.0F) ? splat(-104.0F) : x;
    x = x > splat(89.0F) ? splat(89.0F) : x;
    const V magic = splat(12582912.0F); // 1.5 · 2²³: adding it rounds to a whole number, which is then in the lowest bits
    const V shifted = x * splat(1.44269504F) + magic;
    const V n = shifted - magic;
    V r = x - n * splat(0.693359375F); // ln 2 in two parts; n times the first is exact
    r = r - n * splat(-2.12194440e-4F);
    V p = splat(1.99183836e-4F);
    p = p * r + splat(1.39460736e-3F);
    p = p * r + splat(8.33326392e-3F);
    p = p * r + splat(4.16662693e-2F);
    p = p * r + splat(1.66666672e-1F);
    p = p * r + splat(0.5F);
    p = p * (r * r) + r;
    p = p + splat(1.0F);
    const I whole = reinterpret_cast<I>(shifted) - reinterpret_cast<I>(magic);
    const I half = whole >> 1;
    const V first = reinterpret_cast<V>((half + 127) << 23);
    const V second = reinterpret_cast<V>((whole - half + 127) << 23);
    return p * first * second;
}

/// float32 -> float64, one half of the lanes at a time.
inline D lowHalf(V v)
{
    VHalf half;
    __builtin_memcpy(&half, &v, sizeof half);
    return __builtin_convertvector(half, D);
}

inline D highHalf(V v)
{
    VHalf half;
    __builtin_memcpy(&half, reinterpret_cast<const char*>(&v) + sizeof half, sizeof half);
    return __builtin_convertvector(half, D);
}

inline double sumOf(D v)
{
    double sum = 0.0;
    for (int i = 0; i < lanes / 2; ++i)
        sum += v[i];
    return sum;
}

} // namespace
