using GpuNet.Codegen.Emit;
using GpuNet.Shaders;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>Whatever the control flow, what the emitter writes is valid.</summary>
[TestFixture]
public sealed class RandomKernelTests
{
    /// <summary>Each one costs two starts of a process.</summary>
    private const int Validated = 60;

    private const int Emitted = 200;

    [Test]
    public void Random_kernels_are_valid()
    {
        SpirvTools.Require();
        var first = Environment.TickCount & 0xffffff;
        TestContext.Out.WriteLine($"seeds {first} to {first + Emitted - 1}");
        for (var seed = first; seed < first + Emitted; seed++)
        {
            var words = SpirvEmitter.Emit(RandomKernel.Make(seed));
            var text = SpirvDisassembler.Disassemble(words);
            if (seed - first >= Validated) continue;
            Assert.That(SpirvTools.Validate(words), Is.Empty, $"seed {seed}\n{text}");
            Assert.That(SpirvTools.Validate(SpirvTools.Assemble(text)), Is.Empty, $"seed {seed}, assembled again");
        }
    }

    [Test]
    public void Random_kernels_are_emitted_the_same_again([Range(1, 5)] int seed) => Assert.That(
        SpirvEmitter.Emit(RandomKernel.Make(seed)), Is.EqualTo(SpirvEmitter.Emit(RandomKernel.Make(seed))));
}
