#include "gpu.h"

#include "settings.h"

#include <chrono>
#include <deque>
#include <thread>

namespace stand_in
{
namespace
{
struct Job
{
    std::vector<Command> commands;
    std::shared_ptr<Progress> progress;
};

void setStatus(Progress& progress, Status status)
{
    {
        std::lock_guard lock(progress.mutex);
        progress.status = status;
    }

    progress.changed.notify_all();
}

void execute(Job job)
{
    // A held GPU looks for its release now and then; nothing waits on a condition, so that a test may never release it.
    while (valueOf(Setting::HoldCommandBuffers) != 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    setStatus(*job.progress, Status::Scheduled);
    auto start = gpuTime();
    std::string error = isDue(Setting::FailCommandBuffer) ? "the stand-in was told to fail this command buffer" : "";
    for (auto& command : job.commands)
    {
        if (!error.empty()) break;
        error = command();
    }

    job.commands.clear();
    {
        std::lock_guard lock(job.progress->mutex);
        job.progress->start = start;
        job.progress->end = gpuTime();
        job.progress->error = error;
    }

    setStatus(*job.progress, error.empty() ? Status::Completed : Status::Error);
}

class Gpu
{
public:
    Gpu()
    {
        std::thread([this] { work(); }).detach();
    }

    void push(Job job)
    {
        {
            std::lock_guard lock(mutex);
            jobs.push_back(std::move(job));
        }

        arrived.notify_one();
    }

private:
    void work()
    {
        for (;;)
        {
            Job job;
            {
                std::unique_lock lock(mutex);
                arrived.wait(lock, [this] { return !jobs.empty(); });
                job = std::move(jobs.front());
                jobs.pop_front();
            }

            execute(std::move(job));
        }
    }

    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<Job> jobs;
};
}

void Progress::wait()
{
    std::unique_lock lock(mutex);
    changed.wait(lock, [this] { return status == Status::Completed || status == Status::Error; });
}

void submit(std::vector<Command> commands, std::shared_ptr<Progress> progress)
{
    static auto* gpu = new Gpu; // its thread runs until the process ends
    setStatus(*progress, Status::Committed);
    gpu->push({std::move(commands), std::move(progress)});
}

double gpuTime()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
}
