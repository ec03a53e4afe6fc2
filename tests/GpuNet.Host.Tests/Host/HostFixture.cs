using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Host.Tests;

/// <summary>A host device, and short ways to fill, run and read.</summary>
internal abstract class HostFixture
{
    private readonly List<IDisposable> owned = [];

    protected IDevice Device { get; private set; } = null!;

    [SetUp]
    public void OpenDevice()
    {
        var backend = new HostBackend();
        Device = backend.Open(backend.Probe().Devices[0]);
    }

    [TearDown]
    public void CloseDevice()
    {
        foreach (var resource in owned) resource.Dispose();
        owned.Clear();
        Device.Dispose();
    }

    protected T Own<T>(T resource)
        where T : IDisposable
    {
        lock (owned) owned.Add(resource);
        return resource;
    }

    protected DeviceArray Array<T>(string name, ReadOnlySpan<T> elements)
        where T : unmanaged
    {
        var array = Empty<T>(name, elements.Length, BufferPlacement.Upload);
        array.Range!.Value.Buffer.Write(MemoryMarshal.AsBytes(elements), 0);
        return array;
    }

    protected DeviceArray Empty<T>(string name, int length, BufferPlacement placement = BufferPlacement.Readback)
        where T : unmanaged
    {
        var array = new DeviceArray(name, length, Marshal.SizeOf<T>());
        array.Bind(Own(Device.CreateBuffer(name, array.ByteLength, placement)), 0);
        return array;
    }

    protected static T[] Read<T>(DeviceResource resource)
        where T : unmanaged
    {
        var range = resource.Range!.Value;
        var elements = new T[range.ByteLength / Marshal.SizeOf<T>()];
        range.Buffer.Read(MemoryMarshal.AsBytes(elements.AsSpan()), range.Offset);
        return elements;
    }

    protected DispatchCommand Dispatch(IKernel kernel, GridSize workgroup, GridSize groups)
    {
        var arguments = KernelArguments.Of(kernel);
        var pipeline = Own(Device.CreatePipeline(new PipelineRequest(kernel.Kernel.Variants[0], arguments.LateConstants, workgroup)));
        return new DispatchCommand(pipeline, kernel, arguments.Resources, arguments.Uniforms, groups, kernel.Kernel.Name);
    }

    protected ICommandList Record(params DeviceCommand[] commands) => Own(Device.Record(commands));

    protected void Run(IKernel kernel, GridSize workgroup, GridSize groups)
    {
        var list = Record(Dispatch(kernel, workgroup, groups));
        list.Submit();
        list.Wait();
    }
}
