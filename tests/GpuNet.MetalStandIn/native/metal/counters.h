// Timestamps at the bounds of encoders: MTLCounterSet, MTLCounterSampleBuffer, and the pass descriptors that ask for samples.
#pragma once
#include "../objc/foundation.h"

#include <memory>

namespace stand_in
{
/// What the GPU writes and resolveCounterRange: reads; nanoseconds, or all bits set where nothing was sampled.
using Samples = std::vector<std::atomic<std::uint64_t>>;

struct CounterSet : Object
{
    static constexpr const char* className = "MTLCounterSet";
};

struct CounterSampleBufferDescriptor : Object
{
    static constexpr const char* className = "MTLCounterSampleBufferDescriptor";
    Ref<CounterSet> set;
    unsigned long storageMode = 2;
    unsigned long sampleCount = 0;
};

struct CounterSampleBuffer : Object
{
    static constexpr const char* className = "MTLCounterSampleBuffer";
    std::shared_ptr<Samples> samples;
};

/// One attachment of a pass: where the times of its start and end go.
struct SampleAttachment : Object
{
    static constexpr const char* className = "MTLPassSampleBufferAttachmentDescriptor";
    static constexpr unsigned long dontSample = ~0UL;
    Ref<CounterSampleBuffer> buffer;
    unsigned long start = dontSample;
    unsigned long end = dontSample;
};

struct SampleAttachments : Object
{
    static constexpr const char* className = "MTLPassSampleBufferAttachmentDescriptorArray";
    SampleAttachments();
    std::vector<Ref<SampleAttachment>> items;
};

/// MTLComputePassDescriptor and MTLBlitPassDescriptor.
struct PassDescriptor : Object
{
    PassDescriptor() : attachments(Ref<SampleAttachments>::adopt(make<SampleAttachments>())) {}

    unsigned long dispatchType = 0;
    Ref<SampleAttachments> attachments;
};

struct ComputePassDescriptor : PassDescriptor
{
    static constexpr const char* className = "MTLComputePassDescriptor";
};

struct BlitPassDescriptor : PassDescriptor
{
    static constexpr const char* className = "MTLBlitPassDescriptor";
};

/// A time to be written.
struct SamplePoint
{
    std::shared_ptr<Samples> samples;
    unsigned long index;

    void write() const;
};

/// The times that a pass wants at its start and at its end.
struct PassSamples
{
    std::vector<SamplePoint> start;
    std::vector<SamplePoint> end;
};

PassSamples samplesOf(const PassDescriptor& descriptor);
}
