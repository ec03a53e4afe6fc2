using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Metal;

/// <summary>One device with one queue.</summary>
internal sealed class MetalDevice : IDevice
{
    private readonly RetainedObject device;
    private readonly RetainedObject queue;
    private readonly LibraryCache libraries = new();
    private readonly Lock gate = new();
    private ByteCopyPipeline? byteCopy;
    private volatile bool isDisposed;

    /// <param name="borrowed">The device, which this retains.</param>
    /// <param name="info">Its description.</param>
    /// <param name="timeout">How long a submission may take.</param>
    public MetalDevice(MTLDevice borrowed, DeviceInfo info, TimeSpan timeout)
    {
        Info = info;
        Timeout = timeout;
        queue = new RetainedObject(borrowed.NewCommandQueue());
        if (queue.IsInvalid) throw new DeviceException($"{info.Name} does not open: it has no command queue to give.");
        device = RetainedObject.Of(borrowed.Pointer);
    }

    public DeviceInfo Info { get; }

    /// <summary>How long a submission may take.</summary>
    public TimeSpan Timeout { get; }

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(byteLength, 1);
        return Call(metal => MetalBuffer.Create(this, metal, name, byteLength, placement));
    }

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        return Call(metal => MetalTexture.Create(this, metal, name, width, height, layers, format));
    }

    public IPipeline CreatePipeline(PipelineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Call(metal => MetalPipeline.Create(this, metal, libraries, request));
    }

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        return Call(metal => new MetalCommandList(this, metal, queue, commands));
    }

    /// <summary>The pipeline for copies that Metal does not do; it belongs to the device.</summary>
    public ByteCopyPipeline ByteCopy(MTLDevice metal)
    {
        lock (gate) return byteCopy ??= ByteCopyPipeline.Create(this, metal);
    }

    /// <summary>Calls the device while it cannot go away, within a pool for what it lends.</summary>
    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public T Call<T>(Func<MTLDevice, T> call)
    {
        ThrowIfDisposed();
        device.HoldOn();
        try
        {
            using var pool = AutoreleasePool.Open();
            return call(new MTLDevice(device.Pointer));
        }
        finally
        {
            device.LetGo();
        }
    }

    /// <exception cref="ObjectDisposedException">It is disposed.</exception>
    public void ThrowIfDisposed()
    {
        if (isDisposed) throw Disposed();
    }

    public void Dispose()
    {
        isDisposed = true;
        lock (gate) byteCopy?.Dispose();
        libraries.Dispose();
        queue.Dispose();
        device.Dispose();
    }

    // ThrowIf would name the type, which says less than the device's own name.
    private ObjectDisposedException Disposed() => new(Info.Name);
}
