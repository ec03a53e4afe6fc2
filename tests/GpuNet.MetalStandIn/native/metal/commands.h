// MTLCommandQueue, MTLCommandBuffer, MTLSharedEvent and the two encoders.
#pragma once
#include "counters.h"
#include "gpu.h"
#include "pipeline.h"
#include "resources.h"

#include <map>

namespace stand_in
{
struct Size
{
    unsigned long width, height, depth;
};

struct CommandQueue : Object
{
    static constexpr const char* className = "MTLCommandQueue";
};

struct CommandBuffer : Object
{
    static constexpr const char* className = "MTLCommandBuffer";
    Ref<CommandQueue> queue;
    std::vector<Command> commands;
    std::shared_ptr<Progress> progress = std::make_shared<Progress>();

    /// Whether an encoder of this buffer was made and has not ended.
    bool isEncoding = false;
    bool isCommitted = false;

    /// Fails unless another encoder or command may be added.
    void requireOpen(const char* selector) const;
};

/// The value, and who waits for it; it outlives the object.
struct EventState
{
    std::mutex mutex;
    std::condition_variable changed;
    std::uint64_t value = 0;
};

struct SharedEvent : Object
{
    static constexpr const char* className = "MTLSharedEvent";
    std::shared_ptr<EventState> state = std::make_shared<EventState>();
};

/// What both encoders are: a pass of a command buffer that is open until endEncoding.
struct Encoder : Object
{
    Encoder(CommandBuffer* commandBuffer, PassSamples samples);
    ~Encoder() override;

    /// Fails once the encoder has ended.
    void requireOpen(const char* selector) const;

    /// Hands the pass's commands, between its samples, to the command buffer.
    void end(std::vector<Command> commands);

    Ref<CommandBuffer> commandBuffer;
    PassSamples samples;
    bool hasEnded = false;
};

struct ComputeEncoder : Encoder
{
    static constexpr const char* className = "MTLComputeCommandEncoder";
    static constexpr unsigned long concurrent = 1;

    ComputeEncoder(CommandBuffer* commandBuffer, PassSamples samples, unsigned long dispatchType)
        : Encoder(commandBuffer, std::move(samples)), dispatchType(dispatchType)
    {
    }

    struct BufferArgument
    {
        Ref<Buffer> buffer;
        unsigned long offset;
    };

    unsigned long dispatchType;
    Ref<Pipeline> pipeline;
    std::map<unsigned long, BufferArgument> buffers;
    std::map<unsigned long, Ref<Texture>> textures;

    /// Commands of earlier segments, in the order in which they will run, and those since the last barrier.
    std::vector<Command> ordered;
    std::vector<Command> segment;

    /// Ends a segment. Dispatches of a concurrent pass with no barrier between may run in any order: here, the last first.
    void closeSegment();
};

struct BlitEncoder : Encoder
{
    static constexpr const char* className = "MTLBlitCommandEncoder";
    using Encoder::Encoder;
    std::vector<Command> commands;
};
}
