#include "counters.h"

#include "gpu.h"
#include "settings.h"

#include <cstring>

namespace stand_in
{
namespace
{
constexpr std::size_t attachmentCount = 4;
constexpr std::uint64_t unsampled = ~std::uint64_t(0);

struct Range
{
    unsigned long location;
    unsigned long length;
};

CounterSampleBuffer* newSampleBuffer(const CounterSampleBufferDescriptor& descriptor, Error** error)
{
    if (!descriptor.set) fail("newCounterSampleBufferWithDescriptor:error:: counterSet is nil");
    if (descriptor.sampleCount == 0)
        return refuse(error, "MTLCounterErrorDomain", 2, "a counter sample buffer has at least one sample");
    auto* buffer = make<CounterSampleBuffer>();
    buffer->samples = std::make_shared<Samples>(descriptor.sampleCount);
    for (auto& sample : *buffer->samples) sample = unsampled;
    return buffer;
}

Data* resolve(CounterSampleBuffer* self, Selector, Range range)
{
    auto& samples = *self->samples;
    if (range.location > samples.size() || range.length > samples.size() - range.location)
        fail("resolveCounterRange:: samples %lu to %lu are beyond %zu", range.location, range.location + range.length,
            samples.size());
    auto* data = make<Data>();
    data->content.resize(range.length * sizeof(std::uint64_t));
    for (std::size_t i = 0; i < range.length; i++)
    {
        std::uint64_t value = samples[range.location + i];
        std::memcpy(&data->content[i * sizeof value], &value, sizeof value);
    }

    return autoreleased(data);
}

void addPoint(std::vector<SamplePoint>& points, const SampleAttachment& attachment, unsigned long index)
{
    if (index == SampleAttachment::dontSample) return;
    if (index >= attachment.buffer->samples->size())
        fail("a pass samples at index %lu of %zu", index, attachment.buffer->samples->size());
    points.push_back({attachment.buffer->samples, index});
}
}

SampleAttachments::SampleAttachments()
{
    for (std::size_t i = 0; i < attachmentCount; i++) items.push_back(Ref<SampleAttachment>::adopt(make<SampleAttachment>()));
}

void SamplePoint::write() const
{
    (*samples)[index] = static_cast<std::uint64_t>(gpuTime() * 1e9);
}

PassSamples samplesOf(const PassDescriptor& descriptor)
{
    PassSamples result;
    for (const auto& attachment : descriptor.attachments->items)
    {
        if (!attachment->buffer) continue;
        addPoint(result.start, *attachment.get(), attachment->start);
        addPoint(result.end, *attachment.get(), attachment->end);
    }

    return result;
}

Array* counterSets()
{
    if (valueOf(Setting::CounterSampling) == 0) return nullptr;
    auto* array = make<Array>();
    array->items.push_back(Ref<Object>::adopt(make<CounterSet>()));
    return autoreleased(array);
}

CounterSampleBuffer* newCounterSampleBuffer(CounterSampleBufferDescriptor* descriptor, Error** error)
{
    return newSampleBuffer(*descriptor, error);
}

void defineCounters()
{
    defineMethod("name", +[](CounterSet*, Selector) -> String* { return stringOf("timestamp"); });
    defineClass<CounterSampleBufferDescriptor>();
    defineMethod("setCounterSet:", +[](CounterSampleBufferDescriptor* self, Selector, CounterSet* set) { self->set = set; });
    defineMethod("setStorageMode:", +[](CounterSampleBufferDescriptor* self, Selector, unsigned long mode) { self->storageMode = mode; });
    defineMethod("setSampleCount:", +[](CounterSampleBufferDescriptor* self, Selector, unsigned long count) { self->sampleCount = count; });
    defineMethod("resolveCounterRange:", &resolve);

    defineClass<ComputePassDescriptor>();
    defineClass<BlitPassDescriptor>();
    defineMethod("setDispatchType:", +[](ComputePassDescriptor* self, Selector, unsigned long type) { self->dispatchType = type; });
    defineMethod("sampleBufferAttachments", +[](ComputePassDescriptor* self, Selector) -> Object* { return self->attachments.get(); });
    defineMethod("sampleBufferAttachments", +[](BlitPassDescriptor* self, Selector) -> Object* { return self->attachments.get(); });
    defineMethod("objectAtIndexedSubscript:", +[](SampleAttachments* self, Selector, unsigned long index) -> Object* {
        if (index >= self->items.size()) fail("a pass has %zu sample buffer attachments, none at %lu", self->items.size(), index);
        return self->items[index].get();
    });
    defineMethod("setSampleBuffer:", +[](SampleAttachment* self, Selector, CounterSampleBuffer* buffer) { self->buffer = buffer; });
    defineMethod("setStartOfEncoderSampleIndex:", +[](SampleAttachment* self, Selector, unsigned long index) { self->start = index; });
    defineMethod("setEndOfEncoderSampleIndex:", +[](SampleAttachment* self, Selector, unsigned long index) { self->end = index; });
}
}
