using System.Runtime.InteropServices;

namespace GpuNet.Backends.Metal.Interop;

/// <summary>A GPU.</summary>
internal readonly unsafe partial struct MTLDevice(nint pointer)
{
    private static readonly Selector NameSelector = new("name"u8);
    private static readonly Selector RegistryIdSelector = new("registryID"u8);
    private static readonly Selector SupportsFamilySelector = new("supportsFamily:"u8);
    private static readonly Selector HasUnifiedMemorySelector = new("hasUnifiedMemory"u8);
    private static readonly Selector MaxThreadgroupMemoryLengthSelector = new("maxThreadgroupMemoryLength"u8);
    private static readonly Selector MaxBufferLengthSelector = new("maxBufferLength"u8);
    private static readonly Selector NewCommandQueueSelector = new("newCommandQueue"u8);
    private static readonly Selector NewSharedEventSelector = new("newSharedEvent"u8);
    private static readonly Selector NewBufferSelector = new("newBufferWithLength:options:"u8);
    private static readonly Selector NewTextureSelector = new("newTextureWithDescriptor:"u8);
    private static readonly Selector NewLibrarySelector = new("newLibraryWithSource:options:error:"u8);
    private static readonly Selector NewPipelineSelector = new("newComputePipelineStateWithDescriptor:options:reflection:error:"u8);
    private static readonly Selector SupportsCounterSamplingSelector = new("supportsCounterSampling:"u8);
    private static readonly Selector CounterSetsSelector = new("counterSets"u8);
    private static readonly Selector NewCounterSampleBufferSelector = new("newCounterSampleBufferWithDescriptor:error:"u8);

    public nint Pointer { get; } = pointer;

    /// <summary>The device's own name.</summary>
    public string Name => NSString.Text(ObjectiveC.SendForObject(Pointer, NameSelector));

    /// <summary>A number that tells the devices of a machine apart.</summary>
    public ulong RegistryId => ObjectiveC.SendForNumber(Pointer, RegistryIdSelector);

    /// <summary>Whether it shares the host's memory.</summary>
    public bool HasUnifiedMemory => ObjectiveC.SendForBool(Pointer, HasUnifiedMemorySelector) != 0;

    /// <summary>Bytes of threadgroup memory.</summary>
    public nuint MaxThreadgroupMemoryLength => ObjectiveC.SendForNumber(Pointer, MaxThreadgroupMemoryLengthSelector);

    /// <summary>Bytes of one buffer.</summary>
    public nuint MaxBufferLength => ObjectiveC.SendForNumber(Pointer, MaxBufferLengthSelector);

    /// <summary>Whether counters can be sampled where an encoder begins and ends.</summary>
    public bool SamplesCountersAtStages => NSObject.RespondsTo(Pointer, SupportsCounterSamplingSelector)
        && ObjectiveC.SendForBool(Pointer, SupportsCounterSamplingSelector, (nint)MTLCounterSamplingPoint.AtStageBoundary) != 0;

    /// <summary>The sets of counters, borrowed.</summary>
    public NSArray CounterSets => new(ObjectiveC.SendForObject(Pointer, CounterSetsSelector));

    /// <summary>The devices of the machine, where a machine may have several; an owned NSArray.</summary>
    [LibraryImport(SystemLibraries.Metal, EntryPoint = "MTLCopyAllDevices")]
    public static partial nint CopyAll();

    /// <summary>The device of the system's choice, owned; nil where there is none.</summary>
    [LibraryImport(SystemLibraries.Metal, EntryPoint = "MTLCreateSystemDefaultDevice")]
    public static partial nint CreateSystemDefault();

    public bool Supports(MTLGPUFamily family) => ObjectiveC.SendForBool(Pointer, SupportsFamilySelector, (nint)family) != 0;

    /// <summary>A queue, owned; nil for want of memory.</summary>
    public nint NewCommandQueue() => ObjectiveC.SendForObject(Pointer, NewCommandQueueSelector);

    /// <summary>An event that the host can wait for, owned; nil for want of memory.</summary>
    public nint NewSharedEvent() => ObjectiveC.SendForObject(Pointer, NewSharedEventSelector);

    /// <summary>A buffer, owned; nil for want of memory.</summary>
    public nint NewBuffer(nuint length, MTLResourceOptions options) => ObjectiveC.SendForObject(Pointer, NewBufferSelector, length, (nuint)options);

    /// <summary>A texture, owned; nil for want of memory.</summary>
    public nint NewTexture(nint descriptor) => ObjectiveC.SendForObject(Pointer, NewTextureSelector, descriptor);

    /// <summary>A library, owned; nil with an error where the compiler rejects the source.</summary>
    public nint NewLibrary(nint source, nint options, out nint error)
    {
        nint failure = 0;
        var library = ObjectiveC.SendForObject(Pointer, NewLibrarySelector, source, options, &failure);
        error = failure;
        return library;
    }

    /// <summary>A compute pipeline, owned; nil with an error where the device rejects it.</summary>
    public nint NewComputePipelineState(nint descriptor, out nint error)
    {
        nint failure = 0;
        var pipeline = ObjectiveC.SendForObject(Pointer, NewPipelineSelector, descriptor, 0, null, &failure);
        error = failure;
        return pipeline;
    }

    /// <summary>A buffer of samples, owned; nil with an error where the device has none to give.</summary>
    public nint NewCounterSampleBuffer(nint descriptor, out nint error)
    {
        nint failure = 0;
        var samples = ObjectiveC.SendForObject(Pointer, NewCounterSampleBufferSelector, descriptor, &failure);
        error = failure;
        return samples;
    }
}
