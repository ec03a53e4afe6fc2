// MTLDevice, and how one is found.
#include "commands.h"
#include "settings.h"

namespace stand_in
{
CounterSampleBuffer* newCounterSampleBuffer(CounterSampleBufferDescriptor* descriptor, Error** error);
Array* counterSets();
void defineResources();
void definePipelines();
void defineCounters();
void defineCommands();
void defineComputeEncoder();
void defineBlitEncoder();

namespace
{
struct Device : Object
{
    static constexpr const char* className = "MTLDevice";
};

// MTLGPUFamily.
constexpr long apple1 = 1001;
constexpr long apple9 = 1009;
constexpr long mac2 = 2002;
constexpr long metal3 = 5001;
constexpr long firstAppleWithMetal3 = 7;

bool supportsFamily(Device*, Selector, long family)
{
    auto newest = valueOf(Setting::AppleFamily);
    if (family >= apple1 && family <= apple9) return family - apple1 < newest;
    return (family == mac2 || family == metal3) && newest >= firstAppleWithMetal3;
}

void defineDevice()
{
    defineMethod("name", +[](Device*, Selector) -> String* { return stringOf("Metal stand-in"); });
    defineMethod("registryID", +[](Device*, Selector) -> std::uint64_t { return 1; });
    defineMethod("supportsFamily:", &supportsFamily);
    defineMethod("hasUnifiedMemory", +[](Device*, Selector) -> bool { return valueOf(Setting::UnifiedMemory) != 0; });
    defineMethod("maxThreadgroupMemoryLength", +[](Device*, Selector) -> long { return valueOf(Setting::MaxThreadgroupMemory); });
    defineMethod("maxBufferLength", +[](Device*, Selector) -> long { return valueOf(Setting::MaxBufferLength); });
    defineMethod("newCommandQueue", +[](Device*, Selector) -> CommandQueue* { return isDue(Setting::FailCommandQueue) ? nullptr : make<CommandQueue>(); });
    defineMethod("newSharedEvent", +[](Device*, Selector) -> SharedEvent* { return make<SharedEvent>(); });
    defineMethod("newBufferWithLength:options:", +[](Device*, Selector, unsigned long length, unsigned long options) -> Buffer* {
        return newBuffer(length, options);
    });
    defineMethod("newTextureWithDescriptor:", +[](Device*, Selector, TextureDescriptor* descriptor) -> Texture* { return newTexture(*descriptor); });
    defineMethod("newLibraryWithSource:options:error:", +[](Device*, Selector, String* source, CompileOptions* options, Error** error) -> Library* {
        return newLibrary(source, options, error);
    });
    defineMethod("newComputePipelineStateWithDescriptor:options:reflection:error:",
        +[](Device*, Selector, PipelineDescriptor* descriptor, unsigned long, void**, Error** error) -> Pipeline* { return newPipeline(*descriptor, error); });
    defineMethod("newComputePipelineStateWithFunction:error:", +[](Device*, Selector, Function* function, Error** error) -> Pipeline* {
        PipelineDescriptor descriptor;
        descriptor.function = function;
        return newPipeline(descriptor, error);
    });
    constexpr unsigned long stageBoundary = 0;
    defineMethod("supportsCounterSampling:", +[](Device*, Selector, unsigned long point) -> bool {
        return point == stageBoundary && valueOf(Setting::CounterSampling) != 0;
    });
    defineMethod("counterSets", +[](Device*, Selector) -> Array* { return counterSets(); });
    defineMethod("newCounterSampleBufferWithDescriptor:error:",
        +[](Device*, Selector, CounterSampleBufferDescriptor* descriptor, Error** error) -> CounterSampleBuffer* {
            return newCounterSampleBuffer(descriptor, error);
        });
}
}

void defineMetal()
{
    defineDevice();
    defineResources();
    definePipelines();
    defineCounters();
    defineCommands();
    defineComputeEncoder();
    defineBlitEncoder();
}
}

using namespace stand_in;

extern "C" __attribute__((visibility("default"))) Object* MTLCreateSystemDefaultDevice()
{
    return valueOf(Setting::Devices) > 0 ? make<Device>() : nullptr;
}

extern "C" __attribute__((visibility("default"))) Object* MTLCopyAllDevices()
{
    auto* array = make<Array>();
    for (long i = 0; i < valueOf(Setting::Devices); i++) array->items.push_back(Ref<Object>::adopt(make<Device>()));
    return array;
}
