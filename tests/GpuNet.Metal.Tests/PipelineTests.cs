using GpuNet.Devices;
using GpuNet.MetalStandIn;
using GpuNet.Shaders;

namespace GpuNet.Metal.Tests;

/// <summary>What Metal rejects of a shader is an error with its own words, and what it accepts is compiled once.</summary>
internal sealed class PipelineTests : MetalFixture
{
    [Test]
    public void A_source_with_a_mistake_is_an_error_with_the_compilers_text()
    {
        var broken = new HandMadeVariant("Broken", HandMadeVariant.Source("Broken", "float4 v = int4(global_id.x);"));
        Assert.That(() => Device.CreatePipeline(broken.Request), Refusal("does not compile Broken by hand", "float4", "vector of 4 'int'"));
        Assert.That(() => Device.CreatePipeline(broken.Request), Refusal("does not compile Broken by hand"), "and again");
    }

    [Test]
    public void A_kernel_that_is_not_in_the_source_is_an_error_that_names_it()
    {
        var absent = new HandMadeVariant("Absent", HandMadeVariant.Source("present", ""));
        Assert.That(() => Device.CreatePipeline(absent.Request), Refusal("does not specialise Absent by hand"));
    }

    [Test]
    public void A_function_constant_without_a_value_is_an_error()
    {
        const string Declaration = "constant int forgotten [[function_constant(3)]];\nkernel void";
        var source = HandMadeVariant.Source("Forgetful", "int x = forgotten; (void)x;").Replace("kernel void", Declaration, StringComparison.Ordinal);
        Assert.That(() => Device.CreatePipeline(new HandMadeVariant("Forgetful", source).Request), Refusal("Forgetful by hand"));
    }

    [Test]
    public void A_variant_without_msl_is_an_error() =>
        Assert.That(() => Device.CreatePipeline(new HandMadeVariant("Empty", "").Request), Refusal("Empty by hand has no MSL"));

    [Test]
    public void A_feature_that_is_missing_is_refused()
    {
        const DeviceFeatures Unknown = (DeviceFeatures)(1 << 20);
        Assert.That(() => Device.CreatePipeline(new HandMadeVariant("Fancy", "", Unknown).Request), Refusal("Fancy by hand needs"));
    }

    [Test]
    public void More_bindings_than_the_device_takes_are_refused([Values] BindingType type)
    {
        var limits = Device.Info.Limits;
        var most = type switch
        {
            BindingType.StorageBuffer or BindingType.TexelBuffer => limits.MaxStorageBuffers,
            BindingType.StorageImage => limits.MaxStorageImages,
            _ => limits.MaxSampledTextures,
        };
        var greedy = new HandMadeVariant("Greedy", "", [.. Enumerable.Repeat(type, most + 1)]);
        Assert.That(() => Device.CreatePipeline(greedy.Request), Refusal($"{most + 1}", $"{most}"));
    }

    [Test]
    public void A_workgroup_larger_than_the_kernel_takes_is_refused()
    {
        StandInLibrary.Set("max-threads-per-threadgroup", 32);
        Assert.That(() => Device.CreatePipeline(Scale.Request(new GridSize(64))), Refusal($"{Scale.Descriptor.Variants[0]}", "64"));
        using var pipeline = Device.CreatePipeline(Scale.Request(new GridSize(32)));
        Assert.That(pipeline.Request.Workgroup, Is.EqualTo(new GridSize(32)));
    }

    [Test]
    public void Pipelines_of_one_variant_share_its_library()
    {
        using var eight = Device.CreatePipeline(Scale.Request());
        var libraries = StandInLibrary.LiveObjects("MTLLibrary");
        using var sixteen = Device.CreatePipeline(Scale.Request(new GridSize(16)));
        Assert.That((libraries, StandInLibrary.LiveObjects("MTLLibrary")), Is.EqualTo((1, 1)));
    }

    [Test]
    public void An_older_system_is_asked_for_safe_floats_in_its_own_way()
    {
        StandInLibrary.HideSelector("setMathMode:");
        Device.CreatePipeline(Scale.Request()).Dispose();
    }

    [Test]
    public void Several_threads_make_one_pipeline()
    {
        var pipelines = new IPipeline[8];
        Parallel.For(0, pipelines.Length, i => pipelines[i] = Device.CreatePipeline(Scale.Request(new GridSize(8 * (1 + (i % 4))))));
        foreach (var pipeline in pipelines) pipeline.Dispose();
        Assert.That(StandInLibrary.LiveObjects("MTLLibrary"), Is.EqualTo(1));
        Assert.That(StandInLibrary.LiveObjects("MTLComputePipelineState"), Is.Zero);
    }
}
