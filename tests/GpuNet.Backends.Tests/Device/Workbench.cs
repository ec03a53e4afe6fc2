using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>Short ways to fill, run and read on a device. Owns what it makes. One thread's own.</summary>
internal sealed class Workbench(IDevice device) : IDisposable
{
    private readonly Stack<IDisposable> owned = new();

    public void Dispose()
    {
        while (owned.TryPop(out var last)) last.Dispose();
    }

    public IDeviceBuffer Buffer(string name, long byteLength, BufferPlacement placement = BufferPlacement.Device) =>
        Own(device.CreateBuffer(name, byteLength, placement));

    /// <summary>An array that the host has filled.</summary>
    public DeviceArray Upload<T>(string name, params T[] elements)
        where T : unmanaged
    {
        var array = Array<T>(name, elements.Length, BufferPlacement.Upload);
        array.Range!.Value.Buffer.Write(MemoryMarshal.AsBytes<T>(elements), 0);
        return array;
    }

    /// <summary>An array in a buffer of its own.</summary>
    public DeviceArray Array<T>(string name, int length, BufferPlacement placement = BufferPlacement.Readback)
        where T : unmanaged
    {
        var array = new DeviceArray(name, length, Marshal.SizeOf<T>());
        array.Bind(Buffer(name, array.ByteLength, placement), 0);
        return array;
    }

    /// <summary>A tensor in memory of its own, its texels undefined.</summary>
    public DeviceTensor Tensor(string name, int width, int height, int layers, TexelFormat format, TensorStorage storage)
    {
        var tensor = new DeviceTensor(name, width, height, layers, format, storage);
        if (storage == TensorStorage.Buffer) tensor.Bind(Buffer(name, tensor.ByteLength), 0);
        else tensor.Bind(Own(device.CreateTexture(name, width, height, layers, format)));
        return tensor;
    }

    /// <summary>Fills a tensor with texels in the order of a buffer, in its own format.</summary>
    public void Fill(DeviceTensor tensor, byte[] texels)
    {
        var source = Upload($"{tensor.Name}, on its way", texels.Chunk(4).Select(word => BitConverter.ToUInt32(word)).ToArray());
        var range = source.Range!.Value;
        Run(tensor.Texture is { } texture
            ? new CopyToTextureCommand(range, texture)
            : new CopyBufferCommand(range, tensor.Range!.Value));
    }

    /// <summary>All elements of an array that the host can read.</summary>
    public static T[] Read<T>(DeviceArray array)
        where T : unmanaged
    {
        var elements = new T[array.Length];
        var range = array.Range!.Value;
        range.Buffer.Read(MemoryMarshal.AsBytes(elements.AsSpan()), range.Offset);
        return elements;
    }

    /// <summary>A dispatch of at least <paramref name="invocations"/>, in workgroups of the kernel's own shape or another.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="invocations">How many along each axis, at least.</param>
    /// <param name="workgroup">The shape of a workgroup, unless it is the kernel's own.</param>
    /// <param name="readsTexels">Whether to read tensors in buffers as texels.</param>
    /// <param name="inHalves">Whether to compute in 16-bit floats.</param>
    public DispatchCommand Dispatch(IKernel kernel, GridSize invocations, GridSize? workgroup = null, bool readsTexels = false, bool inHalves = false)
    {
        var arguments = KernelArguments.Of(kernel);
        var shape = workgroup ?? arguments.Kernel.DefaultWorkgroup;
        var pipeline = Own(device.CreatePipeline(new PipelineRequest(arguments.SelectVariant(readsTexels, inHalves), arguments.LateConstants, shape)));
        return new DispatchCommand(pipeline, kernel, arguments.Resources, arguments.Uniforms, shape.GroupsFor(invocations), arguments.Kernel.Name);
    }

    public ICommandList Record(params DeviceCommand[] commands) => Own(device.Record(commands));

    public void Run(params DeviceCommand[] commands) => Record(commands).SubmitAndWait();

    private T Own<T>(T resource)
        where T : IDisposable
    {
        owned.Push(resource);
        return resource;
    }
}

internal static class CommandLists
{
    public static void SubmitAndWait(this ICommandList list)
    {
        list.Submit();
        list.Wait();
    }
}
