using System.Text;
using GpuNet.Codegen.Tests.Catalog;
using GpuNet.Codegen.Tests.Diagnostics;
using GpuNet.MetalStandIn;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>Every word, function and type of GLSL ES and MSL is a name that C# may use, for anything.</summary>
[TestFixture]
public sealed class ForeignWordsTests
{
    private const int NamesOfKernel = 40;

    // A kernel has at most 32 uniforms, the extents of its tensors among them.
    private const int ScalarsOfKernel = 24;

    private static readonly string[][] Groups = [.. ForeignWords.All.Chunk(NamesOfKernel)];

    private static readonly string[][] ScalarGroups = [.. ForeignWords.All.Chunk(ScalarsOfKernel)];

    [TestCase("")]
    [TestCase("[Late] ")]
    public void Scalars(string late) => ExpectSound(ScalarGroups.Select(names => MarkedSource.OfBody(
        $"target[at.X] = {string.Join(" + ", names.Select(Written))} + {Everything};",
        parameters: string.Concat(names.Select(name => $", {late}int {Written(name)}")))));

    [TestCase("")]
    [TestCase("[Late] ")]
    public void Scalars_beside_tensors(string late) => ExpectSound(ScalarGroups.Select(names => MarkedSource.OfBody(
        $"image.Write(at.X, at.Y, at.Z, photo.Read(at.X, at.Y, at.Z) * (float)({string.Join(" + ", names.Select(Written))})); target[at.X] = {Everything};",
        parameters: $", ReadTensor<Float4> photo, WriteTensor<Float4> image{string.Concat(names.Select(name => $", {late}int {Written(name)}"))}")));

    [Test]
    public void Locals_and_arrays() => ExpectSound(Groups.Select(names => MarkedSource.OfBody(
        string.Concat(names.Select((name, i) => i % 4 == 0
            ? $"Span<int> {Written(name)} = stackalloc int[3]; for (var i{i} = 0; i{i} < count; i{i}++) {Written(name)}[i{i} % 3] = i{i};\n"
            : $"for (var {Written(name)} = {i}; {Written(name)} < count; {Written(name)}++) target[{Written(name)}] = ({Everything}) * {Written(name)};\n")))));

    [Test]
    public void Functions_and_their_parameters() => ExpectSound(Groups.Select(names => MarkedSource.OfBody(
        $"target[at.X] = {string.Join(" + ", names.Select(name => $"{Written(name)}(count)"))} + {Everything};",
        string.Concat(names.Select((name, i) =>
            $"private static float {Written(name)}(int {Written(names[(i + 1) % names.Length])}) => {Written(names[(i + 1) % names.Length])} * 2f;\n")))));

    [Test]
    public void Resources_and_shared_arrays() => ExpectSound(Some(3, ForeignWords.All.Chunk(4)).Select(names => MarkedSource.OfBody(
        $"""
        var {Written(names[0])} = at.Shared<float>(8);
        {Written(names[0])}[at.LocalX] = count;
        at.Barrier();
        target[at.X] = {Written(names[0])}[at.LocalX] + {Everything};
        {string.Concat(names.Skip(1).Take(2).Select(name => $"{Written(name)}[at.X] = {Written(name)}.Length;\n"))}
        """,
        parameters: string.Concat(names.Skip(1).Take(2).Select(name => $", ReadWriteBuffer<float> {Written(name)}")))));

    [Test]
    public void Kernels() => ExpectSound(Some(12, ForeignWords.All).Select(name => MarkedSource.OfFile(
        $"[Kernel(8)] public readonly partial struct {Written(name)}(ReadWriteBuffer<float> target) {{ public void Execute(Invocation at) => target[at.X] = Exp(at.X); }}")));

    // What brings in the emitters' own functions and names.
    private const string Everything =
        "(float)KernelMath.MulHigh(count, at.X) + (float)KernelMath.LeadingZeroCount((uint)count) + (count % at.X) + (float)KernelMath.PackInt8(new Int4(count)) "
        + "+ (float)KernelMath.DotInt8((uint)count, 3u) + KernelMath.UnpackHalf2(KernelMath.PackHalf2(new Float2(count, 1f))).X";

    // Each of these is a kernel of its own, and all of them would take minutes: others every time.
    private static IEnumerable<T> Some<T>(int oneIn, IEnumerable<T> all)
    {
        var first = Random.Shared.Next(oneIn);
        TestContext.Out.WriteLine($"from {first}, every {oneIn}th");
        return all.Where((_, i) => i % oneIn == first);
    }

    private static string Written(string name) => "@" + name;

    private static void ExpectSound(IEnumerable<MarkedSource> sources)
    {
        KhronosTools.Require("glslangValidator", "glslang-tools");
        var glsl = new List<(string, byte[])>();
        var msl = new List<string>();
        foreach (var source in sources)
        {
            var generated = source.Generated();
            glsl.AddRange(GeneratedText.Glsl(generated).Select(text => ($"{glsl.Count}.comp", Encoding.UTF8.GetBytes(text))));
            msl.AddRange(GeneratedText.Msl(generated));
        }

        Assert.That(KhronosTools.Run("glslangValidator", [], glsl), Is.Empty);
        if (!StandInLibrary.IsSupported) Assert.Ignore(StandInLibrary.WhyNot);
        var complaints = msl.AsParallel().Select(StandInLibrary.Compile).Where(complaint => complaint.Length > 0);
        Assert.That(complaints, Is.Empty);
    }
}
