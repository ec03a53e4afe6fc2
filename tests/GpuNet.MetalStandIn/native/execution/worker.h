// A processor thread that runs threadgroups of one dispatch.
#pragma once
#include "../compiler/compiler.h"

#include <csetjmp>
#include <memory>
#include <vector>

namespace stand_in
{
class FiberStacks;

class Worker
{
public:
    Worker();
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Runs a threadgroup of a kernel without barriers, thread by thread. False if a thread faulted.
    bool runLoop(GroupEntry entry, metal::stand_in::threadgroup_work& work);

    /// Runs a threadgroup whose threads wait for each other, each as a fiber. False if a thread faulted or missed a barrier.
    bool runFibers(ThreadEntry entry, metal::stand_in::threadgroup_work& work);

    /// What went wrong.
    const char* fault() const { return message; }

    /// The worker that this thread runs as; for what kernels call.
    static Worker& current();

    /// Whether this thread is in a kernel.
    static bool isInKernel();

    /// Ends the running thread of the kernel; the message is formatted as by printf.
    [[noreturn]] __attribute__((format(printf, 2, 3))) void raise(const char* format, ...);

    /// Suspends the running thread until all of its threadgroup wait.
    void waitAtBarrier(int line);

private:
    struct Fiber
    {
        enum class State
        {
            Running,
            Waiting,
            Ended,
        };

        void* stackPointer;
        State state;
        int line;
        metal::stand_in::extent local;
    };

    static void fiberMain();
    void prepare(std::size_t index, const metal::stand_in::extent& local);
    bool allAgree();

    std::unique_ptr<FiberStacks> stacks;
    std::vector<Fiber> fibers;
    Fiber* running = nullptr;
    void* schedulerStack = nullptr;
    ThreadEntry threadEntry = nullptr;
    const metal::stand_in::threadgroup_work* threadWork = nullptr;
    char message[512] = "";
    bool fiberFaulted = false;
    std::jmp_buf escape;
    metal::stand_in::extent loopPosition = {};
};
}
