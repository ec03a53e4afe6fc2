using System.Runtime.InteropServices;
using GpuNet.Backends.Metal;
using GpuNet.Devices;
using GpuNet.MetalStandIn;
using GpuNet.Shaders;

namespace GpuNet.Metal.Tests;

/// <summary>Opens the stand-in's device for each test anew, and expects that the test leaves no object behind.</summary>
[NonParallelizable]
internal abstract class MetalFixture
{
    // What hangs is to be found out soon; what runs takes a fraction of it.
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private protected MetalDevice Device { get; private set; } = null!;

    [OneTimeSetUp]
    public void LoadStandIn()
    {
        if (MetalPlatforms.Current != MetalPlatform.None) Assert.Ignore("These tests are for the stand-in, which Metal itself makes idle.");
        StandInLoader.EnsureInstalled();
    }

    [SetUp]
    public void OpenDevice()
    {
        StandInLibrary.Reset();
        Device = Open();
    }

    [TearDown]
    public void CloseDevice()
    {
        Device?.Dispose();
        StandInLibrary.Reset();

        // The device lets go of a command buffer a moment after it is done.
        Assert.That(() => StandInLibrary.LiveObjects(), Is.Zero.After(5_000, 10), StandInLibrary.Report);
        Assert.That((StandInLibrary.OverReleases, StandInLibrary.Unpooled), Is.EqualTo((0, 0)), "releases too many, and objects that no pool takes");
    }

    private protected static MetalBackend Backend(TimeSpan? timeout = null) => new(MetalPlatform.ManyDevices, timeout ?? Timeout);

    private protected static MetalDevice Open(TimeSpan? timeout = null)
    {
        var backend = Backend(timeout);
        var probe = backend.Probe();
        Assert.That(probe.Devices, Is.Not.Empty, $"{probe.Problem}: {probe.Remedy}");
        return (MetalDevice)backend.Open(probe.Devices[0]);
    }

    private protected static NUnit.Framework.Constraints.IResolveConstraint Refusal(params string[] words)
    {
        NUnit.Framework.Constraints.Constraint expected = Throws.TypeOf<DeviceException>().With.Message.Not.Contains("\n");
        foreach (var word in words) expected = expected.And.With.Message.Contains(word);
        return expected;
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

    private protected static BufferRange All(IDeviceBuffer buffer) => new(buffer, 0, buffer.ByteLength);

    private protected static DeviceArray Array(string name, IDeviceBuffer buffer, int offset, int length)
    {
        var array = new DeviceArray(name, length, sizeof(float));
        array.Bind(buffer, offset);
        return array;
    }

    private protected static DispatchCommand Dispatch(IPipeline pipeline, IKernel kernel, int groups) =>
        new(pipeline, kernel, KernelArguments.Of(kernel).Resources, KernelArguments.Of(kernel).Uniforms, new GridSize(groups), kernel.Kernel.Name);
}
