using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using GpuNet.Backends.Vulkan;
using GpuNet.Devices;

namespace GpuNet.Vulkan.Tests;

/// <summary>Opens the first device with the validation layer, for each test anew, and expects no message from it.</summary>
internal abstract class VulkanFixture
{
    private protected ConcurrentQueue<string> Messages { get; private set; } = [];

    private protected VulkanDevice Device { get; private set; } = null!;

    [SetUp]
    public void OpenDevice()
    {
        Messages = [];
        Device = Open(new VulkanOptions { Validation = true, OnMessage = Messages.Enqueue });
    }

    [TearDown]
    public void CloseDevice()
    {
        Device?.Dispose();
        Assert.That(Messages, Is.Empty, "The validation layer has something to say.");
    }

    private protected static VulkanDevice Open(VulkanOptions options)
    {
        var backend = new VulkanBackend(options);
        var probe = backend.Probe();
        Assert.That(probe.Devices, Is.Not.Empty, $"{probe.Problem}: {probe.Remedy}");
        return (VulkanDevice)backend.Open(probe.Devices[0]);
    }

    private protected IDeviceBuffer Upload(string name, ReadOnlySpan<float> values)
    {
        var buffer = Device.CreateBuffer(name, values.Length * sizeof(float), BufferPlacement.Upload);
        buffer.Write(MemoryMarshal.AsBytes(values), 0);
        return buffer;
    }

    private protected static float[] Floats(IDeviceBuffer buffer)
    {
        var values = new float[buffer.ByteLength / sizeof(float)];
        buffer.Read(MemoryMarshal.AsBytes(values.AsSpan()), 0);
        return values;
    }

    private protected static DeviceArray Array(string name, IDeviceBuffer buffer, int offset, int length)
    {
        var array = new DeviceArray(name, length, sizeof(float));
        array.Bind(buffer, offset);
        return array;
    }

    private protected static BufferRange All(IDeviceBuffer buffer) => new(buffer, 0, buffer.ByteLength);

    private protected void Run(params DeviceCommand[] commands)
    {
        using var list = Device.Record(commands);
        list.Submit();
        list.Wait();
    }
}
