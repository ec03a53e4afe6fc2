using GpuNet.Backends.Vulkan;
using GpuNet.Devices;
using GpuNet.Shaders;
using NUnit.Framework.Constraints;

namespace GpuNet.Vulkan.Tests;

/// <summary>What pipelines and command lists refuse, before the driver sees it.</summary>
internal sealed class CommandErrorTests : VulkanFixture
{
    private IDeviceBuffer buffer = null!;
    private IPipeline pipeline = null!;

    [SetUp]
    public void CreateObjects()
    {
        buffer = Device.CreateBuffer("arena", 4096, BufferPlacement.Device);
        pipeline = Device.CreatePipeline(Scale.Request());
    }

    [Test]
    public void Too_many_bindings_are_refused()
    {
        var most = Device.Info.Limits.MaxStorageImages;
        if (most > 10_000) Assert.Ignore("The device binds more images than a test wants to.");
        var greedy = new HandMadeVariant("Greedy", [], [.. Enumerable.Repeat(BindingType.StorageImage, most + 1)]);
        Assert.That(() => Device.CreatePipeline(new PipelineRequest(greedy, [], new GridSize(1))), Refusal($"{most + 1}"));
    }

    [Test]
    public void A_feature_that_is_missing_is_refused()
    {
        const DeviceFeatures Unknown = (DeviceFeatures)(1 << 20);
        var fancy = new HandMadeVariant("Fancy", [], [], Unknown);
        Assert.That(() => Device.CreatePipeline(new PipelineRequest(fancy, [], new GridSize(1))), Refusal("Fancy by hand needs"));
    }

    [Test]
    public void Words_that_are_no_module_are_refused()
    {
        var empty = new HandMadeVariant("Empty", [], []);
        Assert.That(() => Device.CreatePipeline(new PipelineRequest(empty, [], new GridSize(1))), Refusal("no SPIR-V"));
    }

    [Test]
    public void A_misaligned_range_is_refused()
    {
        var alignment = Device.Info.Limits.StorageBufferAlignment;
        if (alignment <= 4) Assert.Ignore("Every range of floats is aligned on this device.");
        Assert.That(
            () => Device.Record([Dispatch(new GridSize(1), Array("s", buffer, 4, 4), Array("t", buffer, 1024, 4))]),
            Refusal($"s lies at 4 in arena; {Device.Info.Name} takes multiples of {alignment}"));
    }

    [Test]
    public void Grids_are_checked()
    {
        var most = Device.Info.Limits.MaxWorkgroupCount;
        var (source, target) = (Array("s", buffer, 0, 4), Array("t", buffer, 1024, 4));
        Assert.That(() => Device.Record([Dispatch(new GridSize(1, 0), source, target)]), Throws.ArgumentException);
        if (most.Z < int.MaxValue)
            Assert.That(() => Device.Record([Dispatch(new GridSize(1, 1, most.Z + 1), source, target)]), Refusal($"{most}"));
    }

    [Test]
    public void Dispatches_that_bind_wrongly_are_refused()
    {
        var bound = Array("s", buffer, 0, 4);
        Refuses("binds 2 resources, not 1", Dispatch(new GridSize(1), bound));
        Refuses("homeless has no buffer", Dispatch(new GridSize(1), bound, new DeviceArray("homeless", 4, 4)));
        Refuses("uniforms, not 0", Dispatch(new GridSize(1), bound, bound) with { Uniforms = [] });
        var variant = CopyTexels.Descriptor.Variants.First(v => v.Storage == TensorStorage.TextureArray);
        var request = new PipelineRequest(variant, new uint[CopyTexels.Descriptor.LateConstants.Count], new GridSize(1));
        var copy = new DispatchCommand(Device.CreatePipeline(request), default(CopyTexels), [bound, bound], new uint[CopyTexels.Descriptor.Uniforms.Count], new GridSize(1), "copy");
        Refuses("s has no texture", copy);
        Refuses("unknown", new StrangeCommand());
    }

    [Test]
    public void Texels_that_are_not_aligned_are_refused()
    {
        var texture = Device.CreateTexture("texture", 2, 2, 1, TexelFormat.Float32);
        Refuses("not a multiple", new CopyToTextureCommand(new(buffer, 8, 64), texture));
    }

    [Test]
    public void Objects_of_another_device_are_refused()
    {
        using var other = Open(new VulkanOptions());
        using var foreign = other.CreateBuffer("foreign", 16, BufferPlacement.Device);
        Refuses("foreign is not of", new CopyBufferCommand(new(foreign, 0, 16), new(buffer, 0, 16)));
        Refuses("null is not of", new CopyBufferCommand(default, new(buffer, 0, 16)));
    }

    private static ContainsConstraint Refusal(string part) => Throws.TypeOf<DeviceException>().With.Message.Contains(part);

    private void Refuses(string part, DeviceCommand command) =>
        Assert.That(() => Device.Record([command]), Throws.ArgumentException.With.Message.Contains(part));

    private DispatchCommand Dispatch(GridSize groups, params DeviceResource[] resources) =>
        new(pipeline, default(Scale), resources, new uint[Scale.Descriptor.Uniforms.Count], groups, "scale");

    private sealed record StrangeCommand : DeviceCommand;
}
