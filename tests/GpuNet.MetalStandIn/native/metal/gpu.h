// The thread that plays the GPU: it takes committed command buffers one after another, whichever thread committed them.
#pragma once
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace stand_in
{
/// MTLCommandBufferStatus.
enum class Status : unsigned long
{
    NotEnqueued = 0,
    Enqueued = 1,
    Committed = 2,
    Scheduled = 3,
    Completed = 4,
    Error = 5,
};

/// How far a command buffer is; it outlives the command buffer's object.
struct Progress
{
    std::mutex mutex;
    std::condition_variable changed;
    Status status = Status::NotEnqueued;
    std::string error;
    double start = 0;
    double end = 0;

    void wait();
};

/// One thing that the GPU does. It gives what went wrong, or an empty text.
using Command = std::function<std::string()>;

/// Queues commands behind those of all earlier calls. What they hold on to is let go before the progress says that they ended.
void submit(std::vector<Command> commands, std::shared_ptr<Progress> progress);

/// Seconds on the clock of the GPU.
double gpuTime();
}
