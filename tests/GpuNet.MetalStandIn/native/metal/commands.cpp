#include "commands.h"

#include "settings.h"

#include <chrono>

namespace stand_in
{
namespace
{
const char* const commandBufferErrors = "MTLCommandBufferErrorDomain";
constexpr long internalError = 1;

void commit(CommandBuffer* self, Selector)
{
    if (self->isEncoding) fail("-[MTLCommandBuffer commit]: an encoder has not ended");
    if (self->isCommitted) fail("-[MTLCommandBuffer commit]: the command buffer is committed already");
    self->isCommitted = true;
    submit(std::move(self->commands), self->progress);
}

ComputeEncoder* computeEncoder(CommandBuffer* self, const char* selector, unsigned long dispatchType, PassSamples samples)
{
    self->requireOpen(selector);
    if (dispatchType > ComputeEncoder::concurrent)
        fail("-[MTLCommandBuffer %s]: there is no dispatch type %lu", selector, dispatchType);
    return autoreleased(make<ComputeEncoder>(self, std::move(samples), dispatchType));
}

BlitEncoder* blitEncoder(CommandBuffer* self, const char* selector, PassSamples samples)
{
    self->requireOpen(selector);
    return autoreleased(make<BlitEncoder>(self, std::move(samples)));
}

void signal(CommandBuffer* self, Selector selector, SharedEvent* event, std::uint64_t value)
{
    self->requireOpen(selector);
    if (event == nullptr) fail("-[MTLCommandBuffer encodeSignalEvent:value:]: the event is nil");
    self->commands.push_back([state = event->state, value] {
        {
            std::lock_guard lock(state->mutex);
            state->value = value;
        }

        state->changed.notify_all();
        return std::string();
    });
}

/// The GPU has one thread, so what is to signal the event must have been committed before, and in this order.
void waitOnDevice(CommandBuffer* self, Selector selector, SharedEvent* event, std::uint64_t value)
{
    self->requireOpen(selector);
    if (event == nullptr) fail("-[MTLCommandBuffer encodeWaitForEvent:value:]: the event is nil");
    self->commands.push_back([state = event->state, value] {
        std::lock_guard lock(state->mutex);
        return state->value >= value ? std::string() : "a command buffer waits for an event that nothing before it signals";
    });
}

bool waitForValue(SharedEvent* self, Selector, std::uint64_t value, std::uint64_t milliseconds)
{
    std::unique_lock lock(self->state->mutex);
    return self->state->changed.wait_for(
        lock, std::chrono::milliseconds(milliseconds), [&] { return self->state->value >= value; });
}
}

void CommandBuffer::requireOpen(const char* selector) const
{
    if (isCommitted) fail("-[MTLCommandBuffer %s]: the command buffer is committed", selector);
    if (isEncoding) fail("-[MTLCommandBuffer %s]: another encoder of the command buffer has not ended", selector);
}

Encoder::Encoder(CommandBuffer* commandBuffer, PassSamples samples) : commandBuffer(commandBuffer), samples(std::move(samples))
{
    commandBuffer->isEncoding = true;
}

Encoder::~Encoder()
{
    if (!hasEnded) fail("an encoder was deallocated before endEncoding");
}

void Encoder::requireOpen(const char* selector) const
{
    if (hasEnded) fail("%s: the encoder has ended", selector);
}

void Encoder::end(std::vector<Command> commands)
{
    requireOpen("endEncoding");
    hasEnded = true;
    commandBuffer->isEncoding = false;
    auto& all = commandBuffer->commands;
    auto sample = [&all](const std::vector<SamplePoint>& points) {
        for (const auto& point : points)
        {
            all.push_back([point] {
                point.write();
                return std::string();
            });
        }
    };
    sample(samples.start);
    for (auto& command : commands) all.push_back(std::move(command));
    sample(samples.end);
}

void defineCommands()
{
    defineMethod("commandBuffer", +[](CommandQueue* self, Selector) -> CommandBuffer* {
        auto* buffer = make<CommandBuffer>();
        buffer->queue = self;
        return autoreleased(buffer);
    });

    defineMethod("commit", &commit);
    defineMethod("waitUntilCompleted", +[](CommandBuffer* self, Selector) {
        if (!self->isCommitted) fail("-[MTLCommandBuffer waitUntilCompleted]: the command buffer is not committed");
        self->progress->wait();
    });
    defineMethod("status", +[](CommandBuffer* self, Selector) -> Status {
        std::lock_guard lock(self->progress->mutex);
        return self->progress->status;
    });
    defineMethod("error", +[](CommandBuffer* self, Selector) -> Error* {
        std::string text;
        {
            std::lock_guard lock(self->progress->mutex);
            if (self->progress->status != Status::Error) return nullptr;
            text = self->progress->error;
        }

        Error* error = nullptr;
        refuse(&error, commandBufferErrors, internalError, text);
        return error;
    });
    defineMethod("GPUStartTime", +[](CommandBuffer* self, Selector) -> double {
        std::lock_guard lock(self->progress->mutex);
        return self->progress->start;
    });
    defineMethod("GPUEndTime", +[](CommandBuffer* self, Selector) -> double {
        std::lock_guard lock(self->progress->mutex);
        return self->progress->end;
    });
    defineMethod("computeCommandEncoder", +[](CommandBuffer* self, Selector selector) -> Object* { return computeEncoder(self, selector, 0, {}); });
    defineMethod("computeCommandEncoderWithDispatchType:", +[](CommandBuffer* self, Selector selector, unsigned long type) -> Object* {
        return computeEncoder(self, selector, type, {});
    });
    defineMethod("computeCommandEncoderWithDescriptor:", +[](CommandBuffer* self, Selector selector, ComputePassDescriptor* pass) -> Object* {
        return computeEncoder(self, selector, pass->dispatchType, samplesOf(*pass));
    });
    defineMethod("blitCommandEncoder", +[](CommandBuffer* self, Selector selector) -> Object* { return blitEncoder(self, selector, {}); });
    defineMethod("blitCommandEncoderWithDescriptor:", +[](CommandBuffer* self, Selector selector, BlitPassDescriptor* pass) -> Object* {
        return blitEncoder(self, selector, samplesOf(*pass));
    });
    defineMethod("encodeSignalEvent:value:", &signal);
    defineMethod("encodeWaitForEvent:value:", &waitOnDevice);
    defineMethod("waitUntilSignaledValue:timeoutMS:", &waitForValue);
    defineMethod("signaledValue", +[](SharedEvent* self, Selector) -> std::uint64_t {
        std::lock_guard lock(self->state->mutex);
        return self->state->value;
    });
}
}
