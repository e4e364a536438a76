/*
 * See checksum.h. A CRC is a remainder of polynomials over GF(2). 128 bits of the message can be moved 512
 * bits further on by two carry-less multiplications with constants (x^n modulo the polynomial), which leaves
 * the remainder as it is. So four lanes run through the message and are added together in the end; what is
 * left is 16 bytes with the same remainder, which zlib reads as the end of the message.
 */
#include "base/checksum.h"

#include <zlib.h>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>

/* x^(n+32) and x^(n-32) modulo the polynomial, bits reversed: for steps of so many bits. */
#define STEP_512 0x01C6E41596, 0x0154442BD4
#define STEP_128 0x00CCAA009E, 0x01751997D0

#define STEP_1024 0x014A7FE880, 0x01E88EF372
#define STEP_2048 0x01322D1430, 0x011542778A

#define SMALLEST 64u
#define SMALLEST_WIDE 512u
#define SMALLEST_WIDEST 4096u

__attribute__((target("pclmul"))) static __m128i load(const uint8_t *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

__attribute__((target("pclmul"))) static __m128i fold(__m128i lane, __m128i step, __m128i next)
{
    __m128i low = _mm_clmulepi64_si128(lane, step, 0x00), high = _mm_clmulepi64_si128(lane, step, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

/* `size` is at least SMALLEST; returns the bytes that were done, and the sum over them. */
__attribute__((target("pclmul"))) static size_t fold_all(uint32_t *sum, const uint8_t *bytes, size_t size)
{
    const __m128i far = _mm_set_epi64x(STEP_512), near = _mm_set_epi64x(STEP_128);
    __m128i a = _mm_xor_si128(load(bytes), _mm_cvtsi32_si128((int)~*sum));
    __m128i b = load(bytes + 16), c = load(bytes + 32), d = load(bytes + 48);
    uint8_t rest[16];
    size_t at = 64;
    for (; size - at >= 64; at += 64) {
        a = fold(a, far, load(bytes + at));
        b = fold(b, far, load(bytes + at + 16));
        c = fold(c, far, load(bytes + at + 32));
        d = fold(d, far, load(bytes + at + 48));
    }
    a = fold(fold(fold(a, near, b), near, c), near, d);
    for (; size - at >= 16; at += 16)
        a = fold(a, near, load(bytes + at));
    _mm_storeu_si128((__m128i *)(void *)rest, a);
    *sum = (uint32_t)crc32(0xFFFFFFFFu, rest, sizeof rest);
    return at;
}

/* Lanes that lie behind one another, as one; the sum over them. */
__attribute__((target("pclmul"))) static uint32_t add_lanes(const uint8_t *lanes, size_t size)
{
    const __m128i near = _mm_set_epi64x(STEP_128);
    uint8_t rest[16];
    __m128i all = load(lanes);
    for (size_t i = 16; i < size; i += 16)
        all = fold(all, near, load(lanes + i));
    _mm_storeu_si128((__m128i *)(void *)rest, all);
    return (uint32_t)crc32(0xFFFFFFFFu, rest, sizeof rest);
}

#define WIDE __attribute__((target("pclmul,avx2,vpclmulqdq")))

WIDE static __m256i load_two(const uint8_t *at)
{
    return _mm256_loadu_si256((const __m256i *)(const void *)at);
}

WIDE static __m256i fold_two(__m256i lanes, __m256i step, __m256i next)
{
    __m256i low = _mm256_clmulepi64_epi128(lanes, step, 0x00),
            high = _mm256_clmulepi64_epi128(lanes, step, 0x11);
    return _mm256_xor_si256(_mm256_xor_si256(low, high), next);
}

/* The same with twice the lanes, for processors that multiply two at once. `size` is at least
 * SMALLEST_WIDE. */
WIDE static size_t fold_all_wide(uint32_t *sum, const uint8_t *bytes, size_t size)
{
    const __m256i far = _mm256_broadcastsi128_si256(_mm_set_epi64x(STEP_1024));
    __m256i lanes[4];
    uint8_t rest[128];
    size_t at = sizeof rest;
    for (size_t i = 0; i < 4; i++)
        lanes[i] = load_two(bytes + 32 * i);
    lanes[0] = _mm256_xor_si256(lanes[0], _mm256_set_epi32(0, 0, 0, 0, 0, 0, 0, (int)~*sum));
    for (; size - at >= sizeof rest; at += sizeof rest)
        for (size_t i = 0; i < 4; i++)
            lanes[i] = fold_two(lanes[i], far, load_two(bytes + at + 32 * i));
    for (size_t i = 0; i < 4; i++)
        _mm256_storeu_si256((__m256i *)(void *)(rest + 32 * i), lanes[i]);
    *sum = add_lanes(rest, sizeof rest);
    return at;
}

#define WIDEST __attribute__((target("pclmul,avx512f,vpclmulqdq")))

WIDEST static __m512i load_four(const uint8_t *at)
{
    return _mm512_loadu_si512((const void *)at);
}

WIDEST static __m512i fold_four(__m512i lanes, __m512i step, __m512i next)
{
    __m512i low = _mm512_clmulepi64_epi128(lanes, step, 0x00),
            high = _mm512_clmulepi64_epi128(lanes, step, 0x11);
    return _mm512_xor_si512(_mm512_xor_si512(low, high), next);
}

/* And with four times the lanes. `size` is at least SMALLEST_WIDEST. */
WIDEST static size_t fold_all_widest(uint32_t *sum, const uint8_t *bytes, size_t size)
{
    const __m512i far = _mm512_broadcast_i32x4(_mm_set_epi64x(STEP_2048));
    __m512i lanes[4];
    uint8_t rest[256];
    size_t at = sizeof rest;
    for (size_t i = 0; i < 4; i++)
        lanes[i] = load_four(bytes + 64 * i);
    lanes[0] = _mm512_xor_si512(lanes[0], _mm512_zextsi128_si512(_mm_cvtsi32_si128((int)~*sum)));
    for (; size - at >= sizeof rest; at += sizeof rest)
        for (size_t i = 0; i < 4; i++)
            lanes[i] = fold_four(lanes[i], far, load_four(bytes + at + 64 * i));
    for (size_t i = 0; i < 4; i++)
        _mm512_storeu_si512((void *)(rest + 64 * i), lanes[i]);
    *sum = add_lanes(rest, sizeof rest);
    return at;
}

uint32_t checksum_crc32(uint32_t sum, const uint8_t *bytes, size_t size)
{
    size_t done = 0;
    if (size >= SMALLEST_WIDEST && __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx512f"))
        done = fold_all_widest(&sum, bytes, size);
    else if (size >= SMALLEST_WIDE && __builtin_cpu_supports("vpclmulqdq") && __builtin_cpu_supports("avx2"))
        done = fold_all_wide(&sum, bytes, size);
    if (size - done >= SMALLEST && __builtin_cpu_supports("pclmul"))
        done += fold_all(&sum, bytes + done, size - done);
    return (uint32_t)crc32_z(sum, bytes + done, size - done);
}

#else

uint32_t checksum_crc32(uint32_t sum, const uint8_t *bytes, size_t size)
{
    return (uint32_t)crc32_z(sum, bytes, size);
}

#endif
