using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>Runs the steps of a command list one after another and measures each. For one thread at a time.</summary>
internal abstract class CommandProfiler : IDisposable
{
    /// <summary>The best way to measure that a device has.</summary>
    /// <param name="device">The device.</param>
    /// <param name="metal">The same.</param>
    /// <param name="steps">The steps of the list.</param>
    /// <param name="submission">Where the list's own submissions go.</param>
    public static CommandProfiler Create(MetalDevice device, MTLDevice metal, CommandStep[] steps, Submission submission)
    {
        var plain = new CommandBufferProfiler(device, steps, submission);
        return CounterProfiler.TryCreate(device, metal, steps, submission, plain) ?? (CommandProfiler)plain;
    }

    /// <summary>Runs the steps once and waits for them.</summary>
    /// <returns>Nanoseconds of each step; 0 for those that are not timed.</returns>
    /// <exception cref="DeviceException">The device failed.</exception>
    public abstract long[] Run();

    /// <summary>Frees what measuring takes.</summary>
    public abstract void Dispose();
}
