using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet;

/// <summary>
/// The pipelines of a model: one for each distinct request, compiled several at once and in the background, while the weights
/// are packed.
/// </summary>
internal sealed class PipelineSet : IDisposable
{
    private readonly PipelineRequest[] requests;
    private readonly IPipeline?[] compiled;
    private readonly Dictionary<PipelineRequest, IPipeline> pipelines = [];
    private readonly Task compilation;

    /// <summary>Starts to compile.</summary>
    /// <param name="device">The device.</param>
    /// <param name="requests">What is needed; equal ones are compiled once.</param>
    public PipelineSet(IDevice device, IEnumerable<PipelineRequest> requests)
    {
        this.requests = [.. requests.Distinct()];
        compiled = new IPipeline?[this.requests.Length];
        compilation = Task.Run(() => Parallel.For(0, compiled.Length, i => compiled[i] = device.CreatePipeline(this.requests[i])));
    }

    /// <summary>How many there are.</summary>
    public int Count => requests.Length;

    /// <summary>The pipeline of a request, once <see cref="Wait"/> has returned.</summary>
    public IPipeline this[PipelineRequest request] => pipelines[request];

    /// <summary>Waits until all are compiled.</summary>
    /// <exception cref="DeviceException">The driver rejects one.</exception>
    public void Wait()
    {
        try
        {
            compilation.Wait();
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.Flatten().InnerExceptions[0]);
        }

        for (var i = 0; i < requests.Length; i++) pipelines.TryAdd(requests[i], compiled[i]!);
    }

    /// <summary>Frees the pipelines, after waiting for those that are being compiled.</summary>
    public void Dispose()
    {
        // What failed was reported by Wait, or something else ended the session before it.
        ((IAsyncResult)compilation).AsyncWaitHandle.WaitOne();
        foreach (var pipeline in compiled) pipeline?.Dispose();
    }
}
