// How a kernel reports what it must not do. The calls end the thread and do not come back.
#pragma once
#include "abi.h"

namespace metal::stand_in
{
extern "C" __attribute__((weak, used, visibility("default"))) runtime_calls msl_runtime_calls = {};

[[noreturn, gnu::cold]] __attribute__((noinline, used)) static void index_fault(
    const char* space, const char* resource, long index, unsigned long count)
{
    msl_runtime_calls.index_fault(space, resource, index, count);
    __builtin_unreachable();
}

[[noreturn, gnu::cold]] __attribute__((noinline, used)) static void texture_fault(
    const char* verb, const char* resource, unsigned x, unsigned y, unsigned layer, const texture_binding* texture)
{
    msl_runtime_calls.texture_fault(verb, resource, x, y, layer, texture);
    __builtin_unreachable();
}

/// Where clang's undefined-behaviour checks say that they stand; the first field of every record that they pass.
struct source_location
{
    const char* file;
    unsigned line;
    unsigned column;
};

[[noreturn, gnu::cold]] __attribute__((noinline, used)) static void operation_fault(const char* what, const source_location* at)
{
    msl_runtime_calls.operation_fault(what, at->line, at->column);
    __builtin_unreachable();
}
}

// clang calls these where its checks fail (-fsanitize=integer-divide-by-zero,float-cast-overflow,bounds).
extern "C"
{
[[noreturn, gnu::cold]] __attribute__((used, weak, visibility("hidden"))) void __ubsan_handle_divrem_overflow_abort(
    const metal::stand_in::source_location* at, unsigned long, unsigned long)
{
    metal::stand_in::operation_fault("an integer is divided by zero", at);
}

[[noreturn, gnu::cold]] __attribute__((used, weak, visibility("hidden"))) void __ubsan_handle_float_cast_overflow_abort(
    const metal::stand_in::source_location* at, unsigned long)
{
    metal::stand_in::operation_fault("a float does not fit the integer that it is converted to", at);
}

[[noreturn, gnu::cold]] __attribute__((used, weak, visibility("hidden"))) void __ubsan_handle_out_of_bounds_abort(
    const metal::stand_in::source_location* at, unsigned long)
{
    metal::stand_in::operation_fault("an index lies outside a local array", at);
}
}
