using GpuNet.Shaders;

namespace GpuNet.Devices;

/// <summary>
/// One device of one API: memory, pipelines, and command lists that are recorded once and submitted many times. A device
/// knows nothing of networks. Every member may be called from any thread.
/// </summary>
/// <remarks>Dispose command lists, pipelines, textures and buffers before the device. A failure of the driver surfaces as
/// <see cref="DeviceException"/>, with the driver's own message.</remarks>
public interface IDevice : IDisposable
{
    /// <summary>What the device is and what it can do.</summary>
    DeviceInfo Info { get; }

    /// <summary>Allocates a buffer, its contents undefined.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="byteLength">Bytes, at least 1.</param>
    /// <param name="placement">Who reaches it.</param>
    /// <exception cref="DeviceException">There is not so much memory, or the device's limit is lower.</exception>
    IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement);

    /// <summary>Allocates a texture array that kernels may read and write, its contents undefined.</summary>
    /// <exception cref="DeviceException">An extent is above the device's limit, or there is not so much memory.</exception>
    IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format);

    /// <summary>Compiles a variant of a kernel with its late constants. May be called from several threads at once.</summary>
    /// <exception cref="DeviceException">The driver rejects the shader; the message has its log.</exception>
    IPipeline CreatePipeline(PipelineRequest request);

    /// <summary>Records commands, to be submitted any number of times.</summary>
    ICommandList Record(IReadOnlyList<DeviceCommand> commands);
}

/// <summary>Who reaches the memory of a buffer.</summary>
public enum BufferPlacement
{
    /// <summary>Kernels and copies only.</summary>
    Device,

    /// <summary>Written by the host, read by kernels and copies.</summary>
    Upload,

    /// <summary>Written by kernels and copies, read by the host.</summary>
    Readback,
}

/// <summary>A buffer in the memory of a device. Disposing it twice is harmless.</summary>
public interface IDeviceBuffer : IDisposable
{
    /// <summary>What to call it in messages.</summary>
    string Name { get; }

    /// <summary>Its size in bytes.</summary>
    long ByteLength { get; }

    /// <summary>Who reaches it.</summary>
    BufferPlacement Placement { get; }

    /// <summary>Copies from the host into an <see cref="BufferPlacement.Upload"/> buffer, at once. No submission that reads
    /// the buffer may be in flight. Several threads may write parts that do not overlap.</summary>
    void Write(ReadOnlySpan<byte> source, long offset);

    /// <summary>Copies from a <see cref="BufferPlacement.Readback"/> buffer to the host, at once. The submission that writes
    /// the buffer must have been waited for.</summary>
    void Read(Span<byte> destination, long offset);
}

/// <summary>A two-dimensional texture array in the memory of a device. Disposing it twice is harmless.</summary>
public interface IDeviceTexture : IDisposable
{
    /// <summary>What to call it in messages.</summary>
    string Name { get; }

    /// <summary>Texels along x.</summary>
    int Width { get; }

    /// <summary>Texels along y.</summary>
    int Height { get; }

    /// <summary>Number of array layers.</summary>
    int Layers { get; }

    /// <summary>How a texel is stored.</summary>
    TexelFormat Format { get; }
}

/// <summary>A kernel variant, compiled for a device. Disposing it twice is harmless.</summary>
public interface IPipeline : IDisposable
{
    /// <summary>What it was made from.</summary>
    PipelineRequest Request { get; }
}

/// <summary>Commands recorded once. One submission of a list is in flight at a time; others of the device may be.</summary>
public interface ICommandList : IDisposable
{
    /// <summary>
    /// Hands the commands to the device and returns without waiting for them; waits first for the list's last submission if
    /// that is still in flight. Allocates nothing.
    /// </summary>
    void Submit();

    /// <summary>Waits until the last submission is done; returns at once if there was none.</summary>
    /// <exception cref="DeviceException">The device was lost, or did not finish within a minute.</exception>
    void Wait();

    /// <summary>
    /// Runs the commands once, one after another, and measures each: nanoseconds for each command in order, 0 for
    /// barriers. Uses timestamps of the device where it has them, else the wall clock around each command.
    /// </summary>
    long[] Profile();
}
