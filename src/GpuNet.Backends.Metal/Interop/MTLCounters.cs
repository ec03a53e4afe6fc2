namespace GpuNet.Backends.Metal.Interop;

/// <summary>A set of counters.</summary>
internal static class MTLCounterSet
{
    /// <summary>The set that holds the device's clock.</summary>
    public const string Timestamp = "timestamp";

    private static readonly Selector NameSelector = new("name"u8);

    public static string Name(nint counterSet) => NSString.Text(ObjectiveC.SendForObject(counterSet, NameSelector));
}

/// <summary>What a buffer of samples is made from.</summary>
internal readonly struct MTLCounterSampleBufferDescriptor(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLCounterSampleBufferDescriptor"u8);
    private static readonly Selector SetCounterSetSelector = new("setCounterSet:"u8);
    private static readonly Selector SetStorageModeSelector = new("setStorageMode:"u8);
    private static readonly Selector SetSampleCountSelector = new("setSampleCount:"u8);

    /// <summary>An empty one.</summary>
    public static RetainedObject New() => new(Class.New());

    public void SetCounterSet(nint counterSet) => ObjectiveC.Send(pointer, SetCounterSetSelector, counterSet);

    public void SetStorageMode(MTLStorageMode value) => ObjectiveC.Send(pointer, SetStorageModeSelector, (nuint)value);

    public void SetSampleCount(int value) => ObjectiveC.Send(pointer, SetSampleCountSelector, (nuint)value);
}

/// <summary>Samples of a set of counters.</summary>
internal readonly struct MTLCounterSampleBuffer(nint pointer)
{
    /// <summary>A sample that could not be taken.</summary>
    public const ulong ErrorValue = ulong.MaxValue;

    private static readonly Selector ResolveSelector = new("resolveCounterRange:"u8);

    /// <summary>The first samples, borrowed: one 64-bit number for each timestamp.</summary>
    public NSData Resolve(int count) => new(ObjectiveC.SendForObject(pointer, ResolveSelector, new NSRange(0, (nuint)count)));
}

/// <summary>How a compute encoder is opened.</summary>
internal readonly struct MTLComputePassDescriptor(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLComputePassDescriptor"u8);
    private static readonly Selector SetDispatchTypeSelector = new("setDispatchType:"u8);

    public nint Pointer { get; } = pointer;

    /// <summary>One without samples.</summary>
    public static RetainedObject New() => new(Class.New());

    public void SetDispatchType(MTLDispatchType value) => ObjectiveC.Send(Pointer, SetDispatchTypeSelector, (nuint)value);

    /// <summary>Takes a sample where the encoder begins, and the next where it ends.</summary>
    public void SampleAt(nint samples, int first) => MTLSampleAttachment.SetFirst(Pointer, samples, first);
}

/// <summary>How a blit encoder is opened.</summary>
internal readonly struct MTLBlitPassDescriptor(nint pointer)
{
    private static readonly ObjectiveCClass Class = new("MTLBlitPassDescriptor"u8);

    public nint Pointer { get; } = pointer;

    /// <summary>One without samples.</summary>
    public static RetainedObject New() => new(Class.New());

    /// <summary>Takes a sample where the encoder begins, and the next where it ends.</summary>
    public void SampleAt(nint samples, int first) => MTLSampleAttachment.SetFirst(Pointer, samples, first);
}

/// <summary>Where a pass puts its samples. Those of compute and blit passes are two classes with the same methods.</summary>
internal static class MTLSampleAttachment
{
    private static readonly Selector AttachmentsSelector = new("sampleBufferAttachments"u8);
    private static readonly Selector ItemSelector = new("objectAtIndexedSubscript:"u8);
    private static readonly Selector SetSampleBufferSelector = new("setSampleBuffer:"u8);
    private static readonly Selector SetStartSelector = new("setStartOfEncoderSampleIndex:"u8);
    private static readonly Selector SetEndSelector = new("setEndOfEncoderSampleIndex:"u8);

    /// <summary>Sets the first attachment of a pass.</summary>
    public static void SetFirst(nint pass, nint samples, int start)
    {
        var attachment = ObjectiveC.SendForObject(ObjectiveC.SendForObject(pass, AttachmentsSelector), ItemSelector, (nuint)0);
        ObjectiveC.Send(attachment, SetSampleBufferSelector, samples);
        ObjectiveC.Send(attachment, SetStartSelector, (nuint)start);
        ObjectiveC.Send(attachment, SetEndSelector, (nuint)start + 1);
    }
}
