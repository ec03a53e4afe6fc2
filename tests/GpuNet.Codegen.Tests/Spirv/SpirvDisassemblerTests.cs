using GpuNet.Codegen.Emit;
using GpuNet.Shaders;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>Disassembled text assembles to the same module again, and malformed modules are refused.</summary>
[TestFixture]
public sealed class SpirvDisassemblerTests
{
    private const int HeaderLength = 5;

    public static IEnumerable<string> Samples => SampleKernels.All.Keys;

    [TestCaseSource(nameof(Samples))]
    public void Text_of_sample_assembles_to_the_same_module(string sample)
    {
        SpirvTools.Require();
        var words = SpirvEmitter.Emit(SampleKernels.All[sample]);
        var text = SpirvDisassembler.Disassemble(words);
        Assert.That(text, Does.Not.Contain("!0x"), "an instruction or enumerant is unknown");

        // Numbers of named ids are not kept, so the texts are compared, and the lengths of the modules.
        var again = SpirvTools.Assemble(text);
        Assert.That(again, Has.Length.EqualTo(words.Length));
        Assert.That(SpirvDisassembler.Disassemble(again), Is.EqualTo(text));
        Assert.That(SpirvTools.Validate(again), Is.Empty);
    }

    [Test]
    public void Names_come_from_the_kernel_and_from_types()
    {
        var text = SpirvDisassembler.Disassemble(SpirvEmitter.Emit(SampleKernels.All["LateConstants"]));
        Assert.That(text, Does.StartWith("; SPIR-V 1.3\n"));
        Assert.That(text, Does.Contain("OpEntryPoint GLCompute %Sample \"main\" %gl_GlobalInvocationId"));
        Assert.That(text, Does.Contain("%scale = OpSpecConstant %float 1\n"));
        Assert.That(text, Does.Contain("OpDecorate %scale SpecId 5\n"));
        Assert.That(text, Does.Contain("%relu = OpSpecConstantTrue %bool\n"));
        Assert.That(text, Does.Contain("%v4float = OpTypeVector %float 4\n"));
    }

    [Test]
    public void Numbers_keep_every_bit()
    {
        var text = SpirvDisassembler.Disassemble(SpirvEmitter.Emit(SampleKernels.All["Literals"]));
        string[] numbers =
        [
            "%int -2147483648", "%uint 4294967295", "%float -0", "%float 0.1", "%float 0x1p-149", "%float 0x1p+128",
            "%float -0x1p+128", "%float -0x1.8p+128",
        ];
        foreach (var number in numbers) Assert.That(text, Does.Contain($"OpConstant {number}\n"));
    }

    [Test]
    public void Unknown_instruction_is_written_as_its_words()
    {
        uint[] words = [.. Header(), 0x0003_7fff, 1, 2];
        Assert.That(SpirvDisassembler.Disassemble(words), Does.EndWith("\n!0x00037fff !0x00000001 !0x00000002\n"));
    }

    [Test]
    public void Unknown_enumerant_is_written_as_a_raw_word()
    {
        uint[] words = [.. Header(), 0x0002_0011, 0xffff];
        Assert.That(SpirvDisassembler.Disassemble(words), Does.EndWith("OpCapability !0x0000ffff\n"));
    }

    [TestCase(new uint[] { }, "5")]
    [TestCase(new uint[] { 1, 2, 3, 4, 5 }, "word 0")]
    [TestCase(new uint[] { 0x07230203, 0x10300, 0, 1, 0, 17 }, "word 5: an instruction has no length")]
    [TestCase(new uint[] { 0x07230203, 0x10300, 0, 1, 0, 0x0003_0011, 1 }, "word 5")]
    [TestCase(new uint[] { 0x07230203, 0x10300, 0, 1, 0, 0x0001_0011 }, "word 5: an instruction lacks an operand")]
    [TestCase(new uint[] { 0x07230203, 0x10300, 0, 1, 0, 0x0003_0011, 1, 1 }, "word 7")]
    [TestCase(new uint[] { 0x07230203, 0x10300, 0, 1, 0, 0x0003_0005, 1, 0x41414141 }, "word 7: a text has no end")]
    public void Malformed_module_is_refused(uint[] words, string place) => Assert.That(
        () => SpirvDisassembler.Disassemble(words),
        Throws.ArgumentException.With.Message.Contains(place).And.Message.Not.Contains("\n"));

    [Test]
    public void Damaged_module_is_read_or_refused()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var sound = SpirvEmitter.Emit(SampleKernels.All["Memory"]);
        for (var round = 0; round < 2000; round++)
        {
            var words = sound.ToArray();
            words[random.Next(HeaderLength, words.Length)] = (uint)random.NextInt64(1L << random.Next(1, 33));
            try
            {
                Assert.That(SpirvDisassembler.Disassemble(words), Is.Not.Empty);
            }
            catch (ArgumentException e)
            {
                Assert.That(e.Message, Does.Contain("at word"), $"seed {seed} round {round}");
            }
        }
    }

    private static uint[] Header() => SpirvEmitter.Emit(SampleKernels.All["Empty"])[..HeaderLength];
}
