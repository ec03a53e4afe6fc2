using System.Text;
using GpuNet.Codegen.Emit;
using GpuNet.Shaders;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>What the generator packs, the library unpacks.</summary>
[TestFixture]
public sealed class PackedShaderTests
{
    [TestCase(0)]
    [TestCase(1)]
    [TestCase(4)]
    [TestCase(100_000)]
    public void A_text_comes_back_as_it_was(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(i => (byte)(i * i % 251)).ToArray();
        Assert.That(PackedShader.Text(Packed(bytes)), Is.EqualTo(bytes));
    }

    [Test]
    public void Words_are_little_endian() =>
        Assert.That(PackedShader.Words(Packed([3, 2, 35, 7, 255, 0, 0, 128])), Is.EqualTo(new[] { 0x07230203u, 0x800000FFu }));

    [Test]
    public void A_part_of_a_word_is_refused() =>
        Assert.That(() => PackedShader.Words(Packed([1, 2, 3])), Throws.TypeOf<FormatException>());

    [TestCase("A")]
    [TestCase("AA*A")]
    public void What_is_not_base_64_is_refused(string packed) =>
        Assert.That(() => PackedShader.Text(Encoding.UTF8.GetBytes(packed)), Throws.TypeOf<FormatException>());

    [Test]
    public void What_is_not_deflated_is_refused() =>
        Assert.That(() => PackedShader.Text("////"u8), Throws.TypeOf<InvalidDataException>());

    private static byte[] Packed(byte[] bytes) => Encoding.UTF8.GetBytes(PackedBytes.Base64(bytes));
}
