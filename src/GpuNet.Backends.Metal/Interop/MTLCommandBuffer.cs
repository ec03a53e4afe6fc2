namespace GpuNet.Backends.Metal.Interop;

/// <summary>A queue of command buffers, which begin in the order that they are committed.</summary>
internal readonly struct MTLCommandQueue(nint pointer)
{
    private static readonly Selector CommandBufferSelector = new("commandBuffer"u8);

    /// <summary>A command buffer that retains what its commands use; borrowed, nil for want of memory.</summary>
    public MTLCommandBuffer CommandBuffer() => new(ObjectiveC.SendForObject(pointer, CommandBufferSelector));
}

/// <summary>Commands that are committed once.</summary>
internal readonly struct MTLCommandBuffer(nint pointer)
{
    private static readonly Selector ComputeEncoderSelector = new("computeCommandEncoderWithDispatchType:"u8);
    private static readonly Selector ComputePassSelector = new("computeCommandEncoderWithDescriptor:"u8);
    private static readonly Selector BlitEncoderSelector = new("blitCommandEncoder"u8);
    private static readonly Selector BlitPassSelector = new("blitCommandEncoderWithDescriptor:"u8);
    private static readonly Selector SignalSelector = new("encodeSignalEvent:value:"u8);
    private static readonly Selector WaitForEventSelector = new("encodeWaitForEvent:value:"u8);
    private static readonly Selector CommitSelector = new("commit"u8);
    private static readonly Selector WaitUntilCompletedSelector = new("waitUntilCompleted"u8);
    private static readonly Selector StatusSelector = new("status"u8);
    private static readonly Selector ErrorSelector = new("error"u8);
    private static readonly Selector GpuStartTimeSelector = new("GPUStartTime"u8);
    private static readonly Selector GpuEndTimeSelector = new("GPUEndTime"u8);

    public nint Pointer { get; } = pointer;

    public MTLCommandBufferStatus Status => (MTLCommandBufferStatus)ObjectiveC.SendForNumber(Pointer, StatusSelector);

    /// <summary>Why it failed, borrowed; nil if it did not.</summary>
    public nint Error => ObjectiveC.SendForObject(Pointer, ErrorSelector);

    /// <summary>When the device began with it, in seconds of the host's clock.</summary>
    public double GpuStartTime => ObjectiveC.SendForDouble(Pointer, GpuStartTimeSelector);

    /// <summary>When the device was done with it, in seconds of the host's clock.</summary>
    public double GpuEndTime => ObjectiveC.SendForDouble(Pointer, GpuEndTimeSelector);

    public MTLComputeCommandEncoder ComputeCommandEncoder(MTLDispatchType type) =>
        new(ObjectiveC.SendForObject(Pointer, ComputeEncoderSelector, (nuint)type));

    public MTLComputeCommandEncoder ComputeCommandEncoder(MTLComputePassDescriptor pass) =>
        new(ObjectiveC.SendForObject(Pointer, ComputePassSelector, pass.Pointer));

    public MTLBlitCommandEncoder BlitCommandEncoder() => new(ObjectiveC.SendForObject(Pointer, BlitEncoderSelector));

    public MTLBlitCommandEncoder BlitCommandEncoder(MTLBlitPassDescriptor pass) =>
        new(ObjectiveC.SendForObject(Pointer, BlitPassSelector, pass.Pointer));

    /// <summary>Gives the event this value once all encoded before is done.</summary>
    public void SignalEvent(nint sharedEvent, ulong value) => ObjectiveC.Send(Pointer, SignalSelector, sharedEvent, (nuint)value);

    /// <summary>Lets what is encoded after wait until the event has this value.</summary>
    public void WaitForEvent(nint sharedEvent, ulong value) => ObjectiveC.Send(Pointer, WaitForEventSelector, sharedEvent, (nuint)value);

    public void Commit() => ObjectiveC.Send(Pointer, CommitSelector);

    public void WaitUntilCompleted() => ObjectiveC.Send(Pointer, WaitUntilCompletedSelector);
}

/// <summary>An event that the device signals and the host waits for.</summary>
internal readonly struct MTLSharedEvent(nint pointer)
{
    private static readonly Selector WaitSelector = new("waitUntilSignaledValue:timeoutMS:"u8);

    /// <summary>Whether the system has what <see cref="Wait"/> takes: macOS 12, iOS 15.</summary>
    public bool CanWait => NSObject.RespondsTo(pointer, WaitSelector);

    /// <summary>Waits until the event has this value or a greater one.</summary>
    /// <returns>Whether it had before the time was over.</returns>
    public bool Wait(ulong value, int milliseconds) => ObjectiveC.SendForBool(pointer, WaitSelector, (nuint)value, (nuint)milliseconds) != 0;
}
