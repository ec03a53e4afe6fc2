using GpuNet.Codegen.Emit;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>The emitter's modules are valid, and the same for the same kernel.</summary>
[TestFixture]
public sealed class SpirvEmitterTests
{
    public static IEnumerable<string> Samples => SampleKernels.All.Keys;

    [TestCaseSource(nameof(Samples))]
    public void Sample_is_valid(string sample)
    {
        SpirvTools.Require();
        Assert.That(SpirvTools.Validate(SpirvEmitter.Emit(SampleKernels.All[sample])), Is.Empty);
    }

    [TestCaseSource(nameof(Samples))]
    public void Sample_is_emitted_the_same_again(string sample) =>
        Assert.That(SpirvEmitter.Emit(SampleKernels.All[sample]), Is.EqualTo(SpirvEmitter.Emit(SampleKernels.All[sample])));
}
