using System.Runtime.InteropServices;
using GpuNet.Backends.Gles;
using GpuNet.Devices;

namespace GpuNet.Gles.Tests;

/// <summary>Opens a device for the tests of a class, and has short forms of what they all do.</summary>
internal abstract class DeviceFixture
{
    protected IDevice Device { get; private set; } = null!;

    [OneTimeSetUp]
    public void OpenDevice() => Device = OpenAny();

    [OneTimeTearDown]
    public void CloseDevice() => Device?.Dispose();

    protected static IDevice OpenAny(Action<string>? onMessage = null)
    {
        var backend = new GlesBackend(new GlesOptions() with { OnMessage = onMessage });
        var probe = backend.Probe();
        Assert.That(probe.Devices, Is.Not.Empty, $"{probe.Problem} {probe.Remedy}");
        return backend.Open(probe.Devices[0]);
    }

    /// <summary>A buffer that holds <paramref name="values"/>, bound to an array.</summary>
    protected DeviceArray Upload<T>(params T[] values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes<T>(values);
        var buffer = Device.CreateBuffer("input", bytes.Length, BufferPlacement.Upload);
        buffer.Write(bytes, 0);
        var array = new DeviceArray("input", bytes.Length / 4, 4);
        array.Bind(buffer, 0);
        return array;
    }

    /// <summary>An array of 32-bit values that the host can read.</summary>
    protected DeviceArray Readback(int length)
    {
        var array = new DeviceArray("output", length, 4);
        array.Bind(Device.CreateBuffer("output", length * 4, BufferPlacement.Readback), 0);
        return array;
    }

    protected static T[] Read<T>(DeviceArray array)
        where T : unmanaged
    {
        var values = new T[array.Length];
        array.Range!.Value.Buffer.Read(MemoryMarshal.AsBytes(values.AsSpan()), array.Range.Value.Offset);
        return values;
    }

    protected void Run(params DeviceCommand[] commands)
    {
        using var list = Device.Record(commands);
        list.Submit();
        list.Wait();
    }
}
