namespace GpuNet.Devices;

/// <summary>
/// A kernel with its arguments, compiled and recorded: what <see cref="DeviceKernels.Prepare"/> makes. Dispose it before the
/// arrays that it binds and the device.
/// </summary>
public sealed class PreparedKernel : IDisposable
{
    private readonly IPipeline pipeline;
    private readonly ICommandList commands;

    internal PreparedKernel(IPipeline pipeline, ICommandList commands)
    {
        this.pipeline = pipeline;
        this.commands = commands;
    }

    /// <summary>Runs it once over its grid and waits until what it wrote is there for the next kernel or copy.</summary>
    /// <exception cref="DeviceException">The device was lost, or did not finish within a minute.</exception>
    /// <exception cref="KernelFaultException">On the CPU: the kernel did what is undefined on a GPU.</exception>
    public void Run()
    {
        commands.Submit();
        commands.Wait();
    }

    /// <summary>Runs it once, waits for it and measures it, by the device's own clock where that can be trusted.</summary>
    /// <returns>Nanoseconds.</returns>
    /// <inheritdoc cref="Run"/>
    public long Measure() => commands.Profile()[0];

    /// <summary>Frees the recording and the pipeline, not the arrays; a second time is harmless.</summary>
    public void Dispose()
    {
        commands.Dispose();
        pipeline.Dispose();
    }
}
