#include "worker.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

extern "C" void standInSwitchStack(void** saved, void* next);

namespace stand_in
{
using metal::stand_in::extent;
using metal::stand_in::threadgroup_work;

/// Room for the stacks of a threadgroup's threads; the system gives memory only to pages that are touched.
class FiberStacks
{
public:
    static constexpr std::size_t stackBytes = 128 * 1024;
    static constexpr std::size_t most = 1024;

    FiberStacks()
    {
        memory = mmap(nullptr, stackBytes * most, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
        if (memory == MAP_FAILED)
        {
            std::perror("Metal stand-in: no memory for the stacks of kernels");
            std::abort();
        }
    }

    ~FiberStacks() { munmap(memory, stackBytes * most); }

    FiberStacks(const FiberStacks&) = delete;
    FiberStacks& operator=(const FiberStacks&) = delete;

    void** top(std::size_t index) const
    {
        return reinterpret_cast<void**>(static_cast<char*>(memory) + (index + 1) * stackBytes);
    }

private:
    void* memory;
};

namespace
{
/// Null outside kernels.
thread_local Worker* currentWorker = nullptr;

#define POSITION "(%u, %u, %u)"

#define COMPONENTS(at) (at).x, (at).y, (at).z
}

Worker::Worker() = default;
Worker::~Worker() = default;

Worker& Worker::current()
{
    return *currentWorker;
}

bool Worker::isInKernel()
{
    return currentWorker != nullptr;
}

bool Worker::runLoop(GroupEntry entry, threadgroup_work& work)
{
    currentWorker = this;
    running = nullptr;
    threadWork = &work;
    work.running = &loopPosition;
    // Kernels own nothing that a destructor would have to free, so a fault may jump over their frames.
    bool faulted = setjmp(escape) != 0;
    if (!faulted) entry(work);
    currentWorker = nullptr;
    return !faulted;
}

bool Worker::runFibers(ThreadEntry entry, threadgroup_work& work)
{
    if (!stacks) stacks = std::make_unique<FiberStacks>();
    threadEntry = entry;
    threadWork = &work;
    fiberFaulted = false;
    fibers.resize(std::size_t(work.threads.x) * work.threads.y * work.threads.z);
    std::size_t count = 0;
    for (unsigned z = 0; z < work.threads.z; z++)
        for (unsigned y = 0; y < work.threads.y; y++)
            for (unsigned x = 0; x < work.threads.x; x++) prepare(count++, {x, y, z});

    // Every second phase runs backwards: what one thread reads of another's without a barrier between shows either way.
    for (bool backwards = false;; backwards = !backwards)
    {
        for (std::size_t i = 0; i < count; i++)
        {
            running = &fibers[backwards ? count - 1 - i : i];
            running->state = Fiber::State::Running;
            currentWorker = this;
            standInSwitchStack(&schedulerStack, running->stackPointer);
            currentWorker = nullptr;
            if (fiberFaulted) return false;
        }

        if (!allAgree()) return false;
        if (fibers[0].state == Fiber::State::Ended) return true;
    }
}

/// Whether all threads have ended, or wait at the same barrier.
bool Worker::allAgree()
{
    const auto& first = fibers[0];
    auto describe = [](const Fiber& fiber, char(&text)[128]) {
        if (fiber.state == Fiber::State::Ended)
            std::snprintf(text, sizeof text, "thread " POSITION " has returned", COMPONENTS(fiber.local));
        else
            std::snprintf(
                text, sizeof text, "thread " POSITION " waits at the barrier of line %d", COMPONENTS(fiber.local), fiber.line);
    };
    for (const auto& fiber : fibers)
    {
        if (fiber.state == first.state && (fiber.state == Fiber::State::Ended || fiber.line == first.line)) continue;
        char one[128], other[128];
        describe(first, one);
        describe(fiber, other);
        std::snprintf(message, sizeof message, "divergent barrier: %s, %s, in threadgroup " POSITION, one, other,
            COMPONENTS(threadWork->group));
        return false;
    }

    return true;
}

/// A stack that standInSwitchStack returns from into fiberMain, as if that had just been called.
void Worker::prepare(std::size_t index, const extent& local)
{
    constexpr int preserved = 6;
    void** frame = stacks->top(index) - 2;
    *frame = reinterpret_cast<void*>(&Worker::fiberMain);
    frame -= preserved;
    std::memset(frame, 0, preserved * sizeof(void*));
    fibers[index] = {frame, Fiber::State::Running, 0, local};
}

void Worker::fiberMain()
{
    auto& worker = current();
    auto* self = worker.running;
    worker.threadEntry(*worker.threadWork, self->local);
    self->state = Fiber::State::Ended;
    standInSwitchStack(&self->stackPointer, worker.schedulerStack);
    std::abort(); // nobody goes back to a thread that has ended
}

void Worker::waitAtBarrier(int line)
{
    auto* self = running;
    self->state = Fiber::State::Waiting;
    self->line = line;
    standInSwitchStack(&self->stackPointer, schedulerStack);
}

void Worker::raise(const char* format, ...)
{
    // No object with a destructor may live here or in the callers: the jump passes over them.
    va_list arguments;
    va_start(arguments, format);
    int length = std::vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const auto& local = running != nullptr ? running->local : loopPosition;
    if (length >= 0 && std::size_t(length) < sizeof message)
    {
        std::snprintf(message + length, sizeof message - std::size_t(length), ", in thread " POSITION " of threadgroup " POSITION,
            COMPONENTS(local), COMPONENTS(threadWork->group));
    }

    if (running == nullptr) std::longjmp(escape, 1);
    fiberFaulted = true;
    void* left;
    standInSwitchStack(&left, schedulerStack);
    std::abort();
}
}
