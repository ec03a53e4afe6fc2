using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Gles;

/// <summary>A context of OpenGL ES 3.1 as a device. Its calls run on the thread of the context, whoever makes them.</summary>
internal sealed class GlesDevice : IDevice
{
    private readonly GlesContextThread thread;
    private readonly ProgramCache? programs;
    private volatile bool isDisposed;

    private GlesDevice(GlesContextThread thread, DeviceInfo info, ProgramCache? programs)
    {
        this.thread = thread;
        this.programs = programs;
        Info = info;
    }

    public DeviceInfo Info { get; }

    /// <summary>Opens the device that the options lead to.</summary>
    /// <exception cref="DeviceException">There is none.</exception>
    public static GlesDevice Open(GlesOptions options)
    {
        var thread = GlesContextThread.Start(options);
        try
        {
            return thread.Invoke(gl =>
            {
                var info = GlesDeviceInfo.Query(gl);
                gl.Check("Asking for the device's limits");
                var programs = options.CacheFolder is { } folder
                    ? ProgramCache.Open(gl, info, folder, options.OnWarning ?? (_ => { }))
                    : null;
                return new GlesDevice(thread, info, programs);
            });
        }
        catch
        {
            thread.Dispose();
            throw;
        }
    }

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) =>
        GlesBuffer.Create(thread, name, byteLength, placement);

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
        GlesTexture.Create(thread, Info.Limits, name, new GridSize(width, height, layers), format);

    public IPipeline CreatePipeline(PipelineRequest request) => GlesPipeline.Create(thread, Info, request, programs);

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return GlesRecorder.Record(thread, Info, commands);
    }

    public void Dispose()
    {
        if (isDisposed) return;
        isDisposed = true;
        thread.Dispose();
    }
}
