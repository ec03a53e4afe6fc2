using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Planning;

namespace GpuNet.Backends.Tests;

/// <summary>What a model is given stays in 32 bits in f16 storage; what reads computed halves beside it reads it rounded.</summary>
internal abstract class FloatsAndHalvesSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    [Test]
    public void Inputs_stay_as_they_were_given([Values] TensorStorage storage, [Values] bool keepAll)
    {
        var seed = Random.Shared.Next(1_000_000);
        var options = Storages.Options(storage, FloatStorage.Float16) with { KeepAllTensors = keepAll };
        using var session = Session.Create(FloatsAndHalves.Graph, Device, options);
        using var reference = new ReferenceSession(FloatsAndHalves.Graph);
        foreach (var running in new Session[] { session, reference })
        {
            foreach (var input in running.Inputs) input.Write<float>(FloatsAndHalves.Input(input.Tensor.Index, seed));
            running.Run();
        }

        var given = FloatsAndHalves.Input(FloatsAndHalves.Image, seed);
        var halves = Array.ConvertAll(given, value => (float)(Half)value);
        Assert.That(Output(FloatsAndHalves.Image), Is.EqualTo(FloatsAndHalves.Bytes(given)), $"seed {seed}");
        Assert.That(Output(FloatsAndHalves.Reshaped), Is.EqualTo(FloatsAndHalves.Bytes(given)), $"an alias, seed {seed}");
        Assert.That(Output(FloatsAndHalves.Moved), Is.EqualTo(FloatsAndHalves.Bytes(halves)), $"a copy, seed {seed}");
        foreach (var (output, expected) in session.Outputs.Zip(reference.Outputs))
        {
            var difference = TensorDifference.Compare(output.Tensor, expected.Bytes(), output.Bytes(), Tolerances.Float16Operator);
            Assert.That(difference.Agrees, Is.True, $"{output.Tensor}: {difference.Describe()}, seed {seed}");
        }

        byte[] Output(int tensor) => session.Outputs.First(o => o.Tensor.Index == tensor).Bytes();
    }

    [Test]
    public void What_reads_inputs_alone_reads_32_bits_and_the_rest_halves()
    {
        var options = PlannerOptions.For(Device.Info, Storages.Options(TensorStorage.Buffer, FloatStorage.Float16));
        var variants = Planner.Plan(FloatsAndHalves.Graph, options).Steps.Select(step => $"{step.Variant}");
        Assert.That(variants, Is.SupersetOf(new[]
        {
            "UnaryElementwise buffer-f16-of-f32", "BinaryElementwise buffer-f16", "Reshape buffer-f16-of-f32", "Concatenate buffer-f16",
            "StoreNhwc buffer-f32", "StoreNhwc buffer-f16",
        }));
        Assert.That(variants, Has.No.Member("LoadNhwc buffer-f16"));
    }
}

[Category("vulkan")]
internal sealed class VulkanFloatsAndHalvesTests : FloatsAndHalvesSuite<VulkanUnderTest>;

[Category("gles")]
internal sealed class GlesFloatsAndHalvesTests : FloatsAndHalvesSuite<GlesUnderTest>;

[Category("cpu")]
internal sealed class CpuFloatsAndHalvesTests : FloatsAndHalvesSuite<CpuUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderFloatsAndHalvesTests : FloatsAndHalvesSuite<SwiftShaderUnderTest>;

[Category("metal")]
internal sealed class MetalFloatsAndHalvesTests : FloatsAndHalvesSuite<MetalUnderTest>;

[Category("angle")]
internal sealed class AngleFloatsAndHalvesTests : FloatsAndHalvesSuite<AngleOnSwiftShaderUnderTest>;
