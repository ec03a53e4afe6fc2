#include "dispatch.h"

#include "worker.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <mutex>
#include <thread>

namespace stand_in
{
using metal::stand_in::threadgroup_work;

namespace
{
/// The threads that share the threadgroups of a dispatch: the caller's and helpers, which sleep between dispatches.
class WorkerPool
{
public:
    WorkerPool() : workers(std::max(1U, std::thread::hardware_concurrency()))
    {
        for (std::size_t i = 1; i < workers.size(); i++) std::thread([this, i] { help(i); }).detach();
    }

    /// Calls `body` once on each of up to `count` workers, and waits.
    void run(std::size_t count, const std::function<void(Worker&)>& body)
    {
        count = std::min(count, workers.size());
        {
            std::lock_guard lock(mutex);
            task = &body;
            pending = count - 1;
            participants = count;
            generation++;
        }

        started.notify_all();
        body(workers[0]);
        std::unique_lock lock(mutex);
        finished.wait(lock, [this] { return pending == 0; });
    }

private:
    void help(std::size_t index)
    {
        std::size_t seen = 0;
        for (;;)
        {
            const std::function<void(Worker&)>* body = nullptr;
            {
                std::unique_lock lock(mutex);
                started.wait(lock, [&] { return generation != seen; });
                seen = generation;
                if (index >= participants) continue;
                body = task;
            }

            (*body)(workers[index]);
            std::lock_guard lock(mutex);
            if (--pending == 0) finished.notify_one();
        }
    }

    std::vector<Worker> workers;
    std::mutex mutex;
    std::condition_variable started;
    std::condition_variable finished;
    const std::function<void(Worker&)>* task = nullptr;
    std::size_t generation = 0;
    std::size_t participants = 0;
    std::size_t pending = 0;
};

void setConstants(const Dispatch& dispatch)
{
    const auto& constants = dispatch.library->program.constants;
    for (std::size_t i = 0; i < constants.size(); i++)
        std::memcpy(dispatch.library->constants[i], &dispatch.constants[i], constants[i].type == Scalar::Bool ? 1 : 4);
}
}

std::string run(const Dispatch& dispatch)
{
    static std::mutex oneAtATime;
    static auto* pool = new WorkerPool; // its threads run until the process ends
    std::lock_guard lock(oneAtATime);
    setConstants(dispatch);
    const auto& kernel = dispatch.library->program.kernels[dispatch.kernel];
    void* entry = dispatch.library->entries[dispatch.kernel];
    const auto groups = dispatch.groups;
    const auto total = std::size_t(groups.x) * groups.y * groups.z;
    std::atomic<std::size_t> next{0};
    std::atomic<bool> stop{false};
    std::string fault;
    std::mutex faultMutex;
    pool->run(total, [&](Worker& worker) {
        // Threadgroup memory holds whatever the one before left there.
        std::vector<std::max_align_t> memory((kernel.threadgroupBytes + sizeof(std::max_align_t) - 1) / sizeof(std::max_align_t));
        threadgroup_work work = {};
        work.buffers = dispatch.buffers.data();
        work.textures = dispatch.textures.data();
        work.threadgroup_memory = reinterpret_cast<char*>(memory.data());
        work.groups = groups;
        work.threads = dispatch.threads;
        for (auto i = next++; i < total && !stop; i = next++)
        {
            work.group = {unsigned(i % groups.x), unsigned(i / groups.x % groups.y), unsigned(i / groups.x / groups.y)};
            std::memset(memory.data(), 0xCD, memory.size() * sizeof(std::max_align_t));
            auto done = dispatch.library->program.hasBarriers ? worker.runFibers(reinterpret_cast<ThreadEntry>(entry), work)
                                                              : worker.runLoop(reinterpret_cast<GroupEntry>(entry), work);
            if (done || stop.exchange(true)) continue;
            std::lock_guard faultLock(faultMutex);
            fault = "kernel '" + kernel.name + "': " + worker.fault();
        }
    });
    return fault;
}
}
