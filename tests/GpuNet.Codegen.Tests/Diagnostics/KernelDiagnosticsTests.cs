namespace GpuNet.Codegen.Tests.Diagnostics;

/// <summary>Each numbered diagnostic: what gives it, where it points and what it says.</summary>
[TestFixture]
public sealed class KernelDiagnosticsTests
{
    private const string Execute = "public void Execute(Invocation at) => data[at.X] = 0f;";

    [TestCase("[Kernel(8)] readonly struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "is not partial")]
    [TestCase("[Kernel(8)] partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "is not readonly")]
    [TestCase("[Kernel(8)] readonly partial struct [|Sample|]<T>(ReadWriteBuffer<float> data) { %E }", "is generic")]
    [TestCase("[Kernel(8)] readonly ref partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "is a ref struct")]
    [TestCase("[Kernel(8)] file readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "is local to its file")]
    [TestCase("[Kernel(8)] readonly partial record struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "is not a plain struct")]
    [TestCase("partial class Outer { [Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E } }", "is nested in another type")]
    [TestCase("[Kernel(8)] readonly partial struct [|Sample|] { public void Execute(Invocation at) { } }", "has no primary constructor")]
    [TestCase("[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { float X => data[0]; }", "has no one method")]
    [TestCase("[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { public int Execute(Invocation at) => (int)data[0]; }", "has no one method")]
    [TestCase("[Kernel(8, 0)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "has a workgroup with an extent below 1")]
    [TestCase("[Kernel(8), Formats] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "names no format")]
    [TestCase("[Kernel(8), Formats(TexelFormat.Int32)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "one that texels of floats cannot have")]
    [TestCase("[Kernel(8), Formats((TexelFormat)9)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }", "one that texels of floats cannot have")]
    public void GPUN0001_form_of_a_kernel(string declaration, string message) => OfFile(declaration).Gives("GPUN0001", message);

    [TestCase("string text")]
    [TestCase("double scale")]
    [TestCase("Float4 bias")]
    [TestCase("int[] sizes")]
    public void GPUN0002_parameter_of_a_kernel(string parameter) =>
        OfParameters($", [|{parameter}|]").Gives("GPUN0002", $"Parameter '{parameter.Split(' ')[1]}' of type '");

    [TestCase("ReadBuffer<double> wide")]
    [TestCase("ReadBuffer<bool> truths")]
    [TestCase("ReadTensor<float> scalars")]
    [TestCase("WriteTensor<Int2> pairs")]
    public void GPUN0003_type_of_a_resource(string parameter) =>
        OfParameters($", [|{parameter}|]").Gives("GPUN0003", "is not in the kernel language");

    [Test]
    public void GPUN0003_type_of_a_local() =>
        MarkedSource.OfBody("double [|x = 1.5|]; target[0] = (float)x;").Gives("GPUN0003", "Type 'double' is not in the kernel language");

    [Test]
    public void GPUN0004_construct() => MarkedSource.OfBody("target[0] = [|count switch { 1 => 1f, _ => 2f }|];")
        .Gives("GPUN0004", "'count switch { 1 => 1f, _ => 2f }' (SwitchExpression) is not in the kernel language");

    [Test]
    public void GPUN0005_member() => MarkedSource.OfBody("target[0] = [|MathF.Round(source[0])|];")
        .Gives("GPUN0005", "'System.MathF.Round(float)' cannot be used in a kernel");

    [Test]
    public void GPUN0006_recursion() => MarkedSource.OfBody(
        "target[0] = Down(count);", "private static int Down(int n) => n < 1 ? 0 : [|Down(n - 1)|];").Gives("GPUN0006", "'Down' calls itself");

    [Test]
    public void GPUN0006_recursion_by_way_of_another() => MarkedSource.OfBody(
        "target[0] = Even(count);",
        "private static float Even(int n) => n < 1 ? 1f : Odd(n - 1); private static float Odd(int n) => n < 1 ? 0f : [|Even(n - 1)|];")
        .Gives("GPUN0006", "'Even' calls itself");

    [TestCase(", [|[Structural(1, 2)] float tile|]", "Structural parameter 'tile' is not an int")]
    [TestCase(", [|[Structural] int tile|]", "has no values")]
    [TestCase(", [|[Structural(1, 1)] int tile|]", "has a value twice")]
    [TestCase(", [|[Structural(-1)] int tile|]", "has a negative value")]
    public void GPUN0007_structural_parameter(string parameters, string message) => OfParameters(parameters).Gives("GPUN0007", message);

    [TestCase("Combination(1)", "'Sample' names (1), which is not a value for each structural parameter")]
    [TestCase("Combination(1, 3)", "'Sample' names (1, 3), where 'y' has a value that it may not take")]
    [TestCase("Combination(1, 2), Combination(1, 2)", "'Sample' names (1, 2) twice")]
    public void GPUN0001_combination(string attributes, string message) =>
        OfFile($"[Kernel(8), {attributes}] readonly partial struct [|Sample|](ReadWriteBuffer<float> data, [Structural(1)] int x, [Structural(2)] int y) {{ %E }}")
            .Gives("GPUN0001", message);

    [Test]
    public void GPUN0007_number_of_variants()
    {
        var values = string.Join(", ", Enumerable.Range(1, 65));
        OfFile($"[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data, [Structural({values})] int tile) {{ %E }}")
            .Gives("GPUN0007", "'tile' makes 65 variants with the others, and 64 are allowed");
    }

    [Test, CancelAfter(30_000)]
    public void GPUN0007_number_of_variants_that_no_memory_holds()
    {
        var values = string.Join(", ", Enumerable.Range(1, 60));
        var parameters = string.Concat(Enumerable.Range(0, 8).Select(i => $", [Structural({values})] int tile{i}"));
        OfFile($"[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data{parameters}) {{ %E }}")
            .Gives("GPUN0007", "'tile0' makes ");
    }

    [TestCase("Span<float> a = stackalloc float[[|count|]]; target[0] = a[0];", "Array 'a' has a length that is not known at build time")]
    [TestCase("Span<float> a = stackalloc float[[|0|]]; target[0] = a[count];", "Array 'a' has 0 elements, and 1 to 1024 are allowed")]
    [TestCase("Span<float> a = stackalloc float[[|1025|]]; target[0] = a[count];", "Array 'a' has 1025 elements, and 1 to 1024 are allowed")]
    [TestCase("Span<float> a = stackalloc float[4]; target[0] = a[[|4|]];", "Array 'a' has no element 4")]
    [TestCase("Span<float> a = stackalloc float[4]; a[[|-1|]] = 1f;", "Array 'a' has no element -1")]
    [TestCase("Span<float> [|a = [1f, 2f]|]; target[0] = a[0];", "is not made by 'stackalloc T[length]'")]
    [TestCase("Span<float> [|a = stackalloc float[] { 1f, 2f }|]; target[0] = a[0];", "is not made by 'stackalloc T[length]'")]
    [TestCase("Span<float> [|a = new float[4]|]; target[0] = a[0];", "is not made by 'stackalloc T[length]'")]
    public void GPUN0008_local_array(string body, string message) => MarkedSource.OfBody(body).Gives("GPUN0008", message);

    [TestCase("if (count > 0) { var [|s = at.Shared<float>(8)|]; s[0] = 1f; }", "Shared array 's' is not declared at the top of Execute")]
    [TestCase("var [|s = at.Shared<float>(count)|]; s[0] = 1f;", "has a length that is not a positive constant")]
    [TestCase("var [|s = at.Shared<float>(0)|]; s[0] = 1f;", "has a length that is not a positive constant")]
    [TestCase("SharedArray<float> [|s = default|]; s[0] = 1f;", "is not made by 'Shared<T>(length)' of the invocation")]
    [TestCase("var r = at.Shared<float>(8); var [|s = at.Shared<float>(8)|]; s[0] = r[0];", "stands on the line of another")]
    [TestCase("var [|s = at.Shared<float>(8, 3)|]; s[0] = 1f;", "names its line itself")]
    [TestCase("var s = at.Shared<float>(8);\n target[0] = s[[|8|]];", "Shared array 's' has no element 8")]
    public void GPUN0009_shared_array(string body, string message) => MarkedSource.OfBody(body).Gives("GPUN0009", message);

    [Test]
    public void GPUN0010_workgroup() =>
        OfFile("[Kernel(16, 16)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }")
            .Gives("GPUN0010", "A workgroup of 256 invocations is more than the 128");

    [Test]
    public void GPUN0011_resources() =>
        OfFile("[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data, ReadBuffer<int> a, ReadBuffer<int> b, ReadBuffer<int> c, ReadBuffer<int> d) { %E }")
            .Gives("GPUN0011", "5 storage buffers are more than the 4");

    [Test]
    public void GPUN0012_shared_memory() => OfFile(
        """
        [Kernel(8)]
        public readonly partial struct [|Sample|](ReadWriteBuffer<float> data)
        {
            public void Execute(Invocation at)
            {
                var tile = at.Shared<Float4>(1025);
                tile[at.LocalX] = new Float4(1f);
                data[at.X] = tile[at.LocalX].X;
            }
        }
        """).Gives("GPUN0012", "16400 bytes of shared memory are more than the 16384");

    [Test]
    public void GPUN0017_uniforms()
    {
        // The buffer's length is the thirty-third.
        var scalars = string.Concat(Enumerable.Range(0, 32).Select(i => $", int c{i}"));
        var sum = string.Concat(Enumerable.Range(0, 32).Select(i => $" + c{i}"));
        OfFile($"[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<int> data{scalars}) {{ public void Execute(Invocation at) => data[at.X] = data.Length{sum}; }}")
            .Gives("GPUN0017", "33 uniforms, extents of tensors among them, are more than the 32");
    }

    [TestCase("[Late] ReadBuffer<int> values", "a resource")]
    [TestCase("[Late] [Structural(1, 2)] int tile", "structural")]
    public void GPUN0018_late(string parameter, string what) =>
        OfParameters($", [|{parameter}|]").Gives("GPUN0018", $"is marked [Late], but it is {what}");

    [Test]
    public void GPUN0008_length_of_one_variant() => MarkedSource
        .OfBody("Span<float> a = stackalloc float[[|tile - 2|]]; target[0] = a[count];", parameters: ", [Structural(4, 2)] int tile")
        .Gives("GPUN0008", "Array 'a' has 0 elements, and 1 to 1024 are allowed");

    [Test]
    public void GPUN0010_workgroup_whose_product_overflows() =>
        OfFile("[Kernel(4194304, 2097152, 2097152)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { %E }")
            .Gives("GPUN0010", "A workgroup of 18446744073709551616 invocations is more than the 128");

    [Test]
    public void GPUN0001_member_that_the_generator_adds() =>
        OfFile("[Kernel(8)] readonly partial struct [|Sample|](ReadWriteBuffer<float> data) { public const int Glsl = 1; %E }")
            .Gives("GPUN0001", "Kernel 'Sample' declares 'Glsl', which the generator adds");

    [TestCase("private float Put(int i) { [|target[i]|] = 1f; return 2f; }")]
    [TestCase("private float Put(int i) { [|Clear(i)|]; return 2f; } private void Clear(int i) { target[i] = 0f; }")]
    public void GPUN0013_value_and_effect(string members) =>
        MarkedSource.OfBody("target[0] = Put(1);", members).Gives("GPUN0013", "'Put' returns a value and so may not write");

    [Test]
    public void GPUN0013_value_and_barrier() => MarkedSource.OfBody(
        "target[0] = Wait(at);", "private static float Wait(Invocation at) { [|at.Barrier()|]; return 1f; }").Gives("GPUN0013", "'Wait'");

    [TestCase("[|for (int i = 0, j = 1; i < 4; i++) target[i] = j;|]")]
    [TestCase("[|for (;;) target[0] = 1f;|]")]
    [TestCase("[|for (var i = 0; ; i++) target[i] = 1f;|]")]
    [TestCase("[|for (var i = 0; i < 4;) target[i] = 1f;|]")]
    [TestCase("var j = 0; for (var i = 0; i < 4; [|j++|]) target[i] = j;")]
    [TestCase("for (var i = 0; i < 4; [|target[0] = i|]) { }")]
    public void GPUN0014_for_loop(string body) => MarkedSource.OfBody(body).Gives("GPUN0014", "write any other as a while loop");

    [Test]
    public void GPUN0015_value_of_an_assignment() =>
        MarkedSource.OfBody("var i = 0; target[[|i++|]] = 1f;").Gives("GPUN0015", "stands as a statement of its own");

    [TestCase("if (at.LocalX > 0) [|at.Barrier()|];", "it stands behind a condition")]
    [TestCase("if (at.X >= count) return; [|at.Barrier()|];", "one may have returned")]
    [TestCase("for (var i = 0; i < at.LocalX; i++) [|at.Barrier()|];", "it stands behind a condition")]
    [TestCase("for (var i = 0; i < 4; i++) { [|at.Barrier()|]; if (source[i] > 0f) break; }", "one may have returned or left the loop")]
    [TestCase("var x = 0; if (source[0] > 0f) x = 1; while (x < 1) { [|at.Barrier()|]; x++; }", "it stands behind a condition")]
    public void GPUN0016_divergent_barrier(string body, string message) => MarkedSource.OfBody(body).Gives("GPUN0016", message);

    [TestCase("private static void Meet(Invocation at, int n) { if (n > 0) [|at.Barrier()|]; }")]
    [TestCase("private static void Meet(Invocation at, int n) { var m = at.LocalX; if (m > 0) [|at.Barrier()|]; }")]
    [TestCase("private static void Meet(Invocation at, int n) => Deeper(at, n * 2); private static void Deeper(Invocation at, int n) { if (n > 0) [|at.Barrier()|]; }")]
    public void GPUN0016_divergent_barrier_in_a_function(string members) =>
        MarkedSource.OfBody("Meet(at, at.LocalX);", members).Gives("GPUN0016", "it stands behind a condition");

    [TestCase("if (count > 0) at.Barrier();", "")]
    [TestCase("for (var i = 0; i < count; i++) at.Barrier();", "")]
    [TestCase("Meet(at, count);", "private static void Meet(Invocation at, int n) { if (n > 0) at.Barrier(); }")]
    public void Barrier_that_all_reach_is_no_error(string body, string members) =>
        Assert.That(MarkedSource.OfBody(body, members).Diagnostics(requireCSharp: true), Is.Empty);

    private static MarkedSource OfFile(string declarations) =>
        MarkedSource.OfFile(declarations.Replace("%E", Execute, StringComparison.Ordinal));

    private static MarkedSource OfParameters(string parameters) => MarkedSource.OfBody("target[0] = 1f;", parameters: parameters);
}
