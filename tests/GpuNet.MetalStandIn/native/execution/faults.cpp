// What compiled kernels call: barriers, and the ends of threads that did what they must not.
#include "worker.h"

using namespace stand_in;

namespace
{
void raiseIndex(const char* space, const char* resource, long index, unsigned long count)
{
    Worker::current().raise("index %ld lies outside %s '%s' of %lu elements", index, space, resource, count);
}

void raiseTexture(
    const char* verb, const char* resource, unsigned x, unsigned y, unsigned layer, const metal::stand_in::texture_binding* texture)
{
    // Signed, since a negative coordinate comes as a great unsigned one.
    Worker::current().raise(
        "texel (%d, %d) of slice %d is %s outside texture '%s' of %u x %u x %u", int(x), int(y), int(layer), verb, resource, texture->width,
        texture->height, texture->layers);
}

void raiseOperation(const char* what, unsigned line, unsigned)
{
    Worker::current().raise("%s at line %u", what, line);
}

void wait(int line)
{
    Worker::current().waitAtBarrier(line);
}
}

extern const metal::stand_in::runtime_calls standInRuntimeCalls;
const metal::stand_in::runtime_calls standInRuntimeCalls = {raiseIndex, raiseTexture, raiseOperation, wait};
