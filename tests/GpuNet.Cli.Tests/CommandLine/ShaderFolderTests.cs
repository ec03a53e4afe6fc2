using GpuNet.Cli.Shaders;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>Written shaders are current; a change, a loss or a leftover is told by name.</summary>
public sealed class ShaderFolderTests
{
    private static readonly KernelDescriptor Kernel = new(
        "Sample", "// source", new GridSize(8), [], [], [], [], [new SampleVariant("buffer-f32"), new SampleVariant("texture-f32")]);

    [Test]
    public void What_was_written_is_current()
    {
        using var scratch = new ScratchFolder();
        var folder = new ShaderFolder(scratch.At("shaders"), [Kernel]);
        Assert.That(folder.Write(), Has.Count.EqualTo(6));
        Assert.That(folder.Write(), Is.Empty, "a second time there is nothing to do");
        Assert.That(folder.Check(), Is.Empty);
        Assert.That(File.ReadAllText(scratch.At("shaders/Sample/buffer-f32.glsl")), Is.EqualTo("glsl buffer-f32\n"));
        Assert.That(File.ReadAllText(scratch.At("shaders/Sample/texture-f32.metal")), Is.EqualTo("msl texture-f32\n"));
        Assert.That(File.Exists(scratch.At("shaders/Sample/texture-f32.spvasm")), Is.True);
    }

    [Test]
    public void Changes_losses_and_leftovers_are_told()
    {
        using var scratch = new ScratchFolder();
        var folder = new ShaderFolder(scratch.Path, [Kernel]);
        folder.Write();
        File.AppendAllText(scratch.At("Sample/buffer-f32.glsl"), "// edited");
        File.Delete(scratch.At("Sample/buffer-f32.metal"));
        scratch.Write("Gone/buffer-f32.spvasm", 1);
        scratch.Write("README.md", 1);
        Assert.That(folder.Check(), Is.EquivalentTo(new[]
        {
            new ShaderProblem("Sample/buffer-f32.glsl", "stale"),
            new ShaderProblem("Sample/buffer-f32.metal", "missing"),
            new ShaderProblem("Gone/buffer-f32.spvasm", "superfluous"),
        }));
        Assert.That(folder.Write(), Is.EquivalentTo(new[] { "Sample/buffer-f32.glsl", "Sample/buffer-f32.metal" }));
    }

    private sealed class SampleVariant(string name) : KernelVariant(name, null, null, [], [], DeviceFeatures.None)
    {
        // A module of no instructions: magic, version 1.3, generator, bound, schema.
        private static readonly uint[] Module = [0x07230203, 0x00010300, 0, 1, 0];

        private readonly byte[] glsl = System.Text.Encoding.UTF8.GetBytes($"glsl {name}");
        private readonly byte[] msl = System.Text.Encoding.UTF8.GetBytes($"msl {name}\n");

        public override ReadOnlySpan<byte> GlslUtf8 => glsl;

        public override ReadOnlySpan<byte> MslUtf8 => msl;

        public override ReadOnlySpan<uint> SpirvWords => Module;
    }
}
