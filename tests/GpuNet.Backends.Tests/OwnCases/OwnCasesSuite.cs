using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>The cases that come with the product, a few of each operator and type from a seed of the day.</summary>
[Parallelizable]
internal abstract class OwnCasesSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    // All of them take minutes on some drivers.
    private static readonly int CasesOfEach = int.TryParse(Environment.GetEnvironmentVariable("GPUNET_TEST_CASES"), out var cases) ? cases : 3;

    private static IEnumerable<TestCaseData> Kinds => CaseCatalog.All
        .Select(id => (id.Family, id.Type)).Distinct()
        .Select(kind => new TestCaseData(kind.Family, kind.Type).SetArgDisplayNames(kind.Family, $"{kind.Type}"));

    [Test]
    public void Halves_become_the_bytes_that_floats_do([Values] TensorStorage storage)
    {
        var seed = Random.Shared.Next(1_000_000);
        var input = HalvesToBytes.Input(seed);
        using var session = Session.Create(HalvesToBytes.Graph, Device, HalvesToBytes.Options(storage));
        using var reference = new ReferenceSession(HalvesToBytes.Graph);
        session.Inputs[0].WriteBytes(input);
        reference.Inputs[0].WriteBytes(input);
        session.Run();
        reference.Run();
        Assert.That(session.Outputs[0].Bytes(), Is.EqualTo(reference.Outputs[0].Bytes()), $"seed {seed}");
    }

    [TestCaseSource(nameof(Kinds))]
    public void Own_cases_agree_with_the_reference(string family, ElementType type)
    {
        // What --seed takes.
        var seed = Random.Shared.Next(1_000_000);
        var runner = new LayerCaseRunner(Device, CaseConfiguration.All, seed);
        var ids = CaseCatalog.All.Where(id => (id.Family, id.Type) == (family, type)).ToArray();
        new Random(seed).Shuffle(ids);
        var runs = 0;
        foreach (var result in ids.Take(CasesOfEach).SelectMany(runner.Run))
        {
            runs++;
            var command = $"{Backend.Command} conformance --filter {result.Id} --seed {seed} --backend {Backend.Name} {result.Configuration.Arguments}";
            Assert.That(result.Failed, Is.False, $"{result.Id} {result.Configuration}: {result.Reason}\n{command}");
        }

        TestContext.Out.WriteLine($"seed {seed}: {runs} runs");
    }
}

[Category("vulkan")]
internal sealed class VulkanOwnCasesTests : OwnCasesSuite<VulkanUnderTest>;

[Category("gles")]
internal sealed class GlesOwnCasesTests : OwnCasesSuite<GlesUnderTest>;

[Category("cpu")]
internal sealed class CpuOwnCasesTests : OwnCasesSuite<CpuUnderTest>;

[Category("swiftshader")]
internal sealed class SwiftShaderOwnCasesTests : OwnCasesSuite<SwiftShaderUnderTest>;

[Category("metal")]
internal sealed class MetalOwnCasesTests : OwnCasesSuite<MetalUnderTest>;

[Category("angle")]
internal sealed class AngleOnSwiftShaderOwnCasesTests : OwnCasesSuite<AngleOnSwiftShaderUnderTest>;

[Category("angle")]
internal sealed class AngleOnSystemOwnCasesTests : OwnCasesSuite<AngleOnSystemUnderTest>;
