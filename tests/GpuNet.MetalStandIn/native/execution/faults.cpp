// What compiled kernels call: barriers, and the ends of threads that did what they must not.
#include "worker.h"

#include <csignal>

using namespace stand_in;

namespace
{
void raiseIndex(const char* space, const char* resource, long index, unsigned long count)
{
    Worker::current().raise("index %ld lies outside %s '%s' of %lu elements", index, space, resource, count);
}

void raiseTexture(const char* verb, const char* resource, unsigned x, unsigned y, unsigned layer,
    const metal::stand_in::texture_binding* texture)
{
    // Signed, since a negative coordinate comes as a great unsigned one.
    Worker::current().raise("texel (%d, %d) of slice %d is %s outside texture '%s' of %u x %u x %u", int(x), int(y), int(layer),
        verb, resource, texture->width, texture->height, texture->layers);
}

void raiseOperation(const char* what, unsigned line, unsigned)
{
    Worker::current().raise("%s at line %u", what, line);
}

void wait(int line)
{
    Worker::current().waitAtBarrier(line);
}

struct sigaction previousHandler;

/// The least integer divided by -1 traps on x86. Outside kernels the signal is for whoever had it before, such as .NET.
void onArithmeticSignal(int number, siginfo_t* information, void* context)
{
    if (Worker::isInKernel()) Worker::current().raise("the least integer is divided by -1");
    if ((previousHandler.sa_flags & SA_SIGINFO) != 0)
    {
        previousHandler.sa_sigaction(number, information, context);
        return;
    }

    sigaction(SIGFPE, &previousHandler, nullptr); // the instruction runs again, and traps there
}

__attribute__((constructor)) void catchArithmeticSignal()
{
    struct sigaction handler = {};
    handler.sa_sigaction = onArithmeticSignal;
    // Kernels leave the handler by a jump, so the signal must not stay blocked.
    handler.sa_flags = SA_SIGINFO | SA_NODEFER;
    sigaction(SIGFPE, &handler, &previousHandler);
}
}

extern const metal::stand_in::runtime_calls standInRuntimeCalls;
const metal::stand_in::runtime_calls standInRuntimeCalls = {raiseIndex, raiseTexture, raiseOperation, wait};
