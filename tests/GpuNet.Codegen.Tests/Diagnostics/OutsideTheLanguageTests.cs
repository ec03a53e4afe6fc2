namespace GpuNet.Codegen.Tests.Diagnostics;

/// <summary>What C# has and kernels have not is told by number, at its place; nothing of it is dropped.</summary>
[TestFixture]
public sealed class OutsideTheLanguageTests
{
    private static readonly (string Name, string Id, string Body)[] Bodies =
    [
        ("switch statement", "GPUN0004", "[|switch (count) { case 1: target[0] = 1f; break; default: break; }|]"),
        ("switch expression", "GPUN0004", "target[0] = [|count switch { 1 => 1f, _ => 2f }|];"),
        ("foreach", "GPUN0004", "[|foreach (var i in new[] { 1, 2 }) target[i] = 1f;|]"),
        ("try", "GPUN0004", "[|try { target[0] = 1f; } finally { target[1] = 1f; }|]"),
        ("throw", "GPUN0004", "[|throw new InvalidOperationException();|]"),
        ("throw expression", "GPUN0004", "target[0] = count > 0 ? 1f : [|throw new InvalidOperationException()|];"),
        ("lock", "GPUN0004", "[|lock (typeof(int)) { target[0] = 1f; }|]"),
        ("using", "GPUN0004", "[|using (var s = new System.IO.MemoryStream()) { target[0] = 1f; }|]"),
        ("goto", "GPUN0004", "[|again: target[0] = 1f;|] goto again;"),
        ("unsafe pointer", "GPUN0003", "unsafe { int x = 1; int* [|p = &x|]; target[0] = *p; }"),
        ("local function", "GPUN0004", "[|float Half(float x) => x / 2f;|] target[0] = Half(1f);"),
        ("lambda", "GPUN0003", "Func<float, float> [|half = x => x / 2f|]; target[0] = half(1f);"),
        ("ref local", "GPUN0004", "var s = at.Shared<float>(8); ref var [|first = ref s[0]|]; first = 1f;"),
        ("double local", "GPUN0003", "double [|x = 1.0|]; target[0] = (float)x;"),
        ("double constant", "GPUN0003", "var [|x = 0.5|]; target[0] = (float)x;"),
        ("long", "GPUN0003", "long [|x = count|]; target[0] = x;"),
        ("byte", "GPUN0003", "byte [|x = 1|]; target[0] = x;"),
        ("short", "GPUN0003", "short [|x = 1|]; target[0] = x;"),
        ("decimal", "GPUN0003", "decimal [|x = 1m|]; target[0] = (float)x;"),
        ("char", "GPUN0003", "char [|x = 'a'|]; target[0] = x;"),
        ("string", "GPUN0003", "string [|s = \"text\"|]; target[0] = s.Length;"),
        ("interpolated string", "GPUN0003", "var [|s = $\"{count}\"|]; target[0] = s.Length;"),
        ("nullable", "GPUN0003", "int? [|x = count|]; target[0] = x ?? 0;"),
        ("array", "GPUN0003", "var [|a = new float[4]|]; target[0] = a[0];"),
        ("object", "GPUN0003", "var [|o = new object()|]; target[0] = o.GetHashCode();"),
        ("object as a statement", "GPUN0004", "[|new System.Text.StringBuilder()|];"),
        ("boxing", "GPUN0003", "object [|o = count|]; target[0] = (int)o;"),
        ("tuple", "GPUN0003", "var [|pair = (1f, 2f)|]; target[0] = pair.Item1;"),
        ("deconstruction", "GPUN0004", "float a, b; [|(a, b) = (1f, 2f)|]; target[0] = a + b;"),
        ("discard", "GPUN0004", "[|_|] = count;"),
        ("is pattern", "GPUN0004", "if ([|count is > 1 and < 5|]) target[0] = 1f;"),
        ("is declaration", "GPUN0004", "if ([|count is var c|]) target[0] = c;"),
        ("LINQ", "GPUN0005", "target[0] = [|Enumerable.Range(0, 4).Sum()|];"),
        ("checked expression", "GPUN0004", "target[0] = checked([|count + 1|]);"),
        ("checked block", "GPUN0004", "checked { var x = [|count * 2|]; target[0] = x; }"),
        ("checked negation", "GPUN0004", "target[0] = checked([|-count|]);"),
        ("checked conversion", "GPUN0004", "target[0] = checked([|(uint)count|]);"),
        ("checked compound", "GPUN0004", "var x = count; checked { [|x += 2|]; } target[0] = x;"),
        ("checked increment", "GPUN0004", "var x = count; checked { [|x++|]; } target[0] = x;"),
        ("remainder of floats", "GPUN0004", "target[0] = [|source[0] % 2f|];"),
        ("unsigned shift", "GPUN0004", "target[0] = [|count >>> 1|];"),
        ("mixed signs", "GPUN0003", "uint u = 3; var [|x = u + count|]; target[0] = x;"),
        ("increment as an index", "GPUN0015", "var i = 0; target[[|i++|]] = 1f;"),
        ("decrement as a value", "GPUN0015", "var i = 4; var j = [|--i|]; target[j] = 1f;"),
        ("assignment as a value", "GPUN0015", "float a; target[0] = [|a = 1f|];"),
        ("compound assignment as a value", "GPUN0015", "var a = 1f; target[0] = [|a += 1f|];"),
        ("vector with", "GPUN0004", "var v = new Int2(1, 2); v = [|v with { X = 3 }|]; target[0] = v.X;"),
        ("vector comparison", "GPUN0004", "if ([|new Float4(1f) == new Float4(2f)|]) target[0] = 1f;"),
        ("call whose value is lost", "GPUN0004", "[|Max(1f, 2f)|];"),
        ("logarithm of a base", "GPUN0005", "target[0] = [|MathF.Log(source[0], 2f)|];"),
        ("rounding of System.MathF", "GPUN0005", "target[0] = [|MathF.Round(source[0])|];"),
        ("console", "GPUN0005", "[|Console.WriteLine()|];"),
        ("resource behind a buffer", "GPUN0005", "target[0] = [|source.Resource.ToString()!.Length|];"),
        ("copy of the invocation", "GPUN0003", "var [|here = at|]; target[0] = here.X;"),
        ("copy of a resource", "GPUN0003", "var [|copy = source|]; target[0] = copy[0];"),
        ("shared array in passing", "GPUN0004", "[|at.Shared<float>(8)[0]|] = 1f;"),
        ("method of a local array", "GPUN0005", "Span<float> a = stackalloc float[4]; [|a.Clear()|]; target[0] = a[0];"),
        ("index from the end", "GPUN0004", "Span<float> a = stackalloc float[4]; target[0] = [|a[^1]|];"),
        ("foreach over a local array", "GPUN0004", "Span<float> a = stackalloc float[4]; [|foreach (var x in a) target[0] = x;|]"),
    ];

    public static IEnumerable<TestCaseData> Constructs => Bodies.Select(b => new TestCaseData(b.Id, b.Body).SetArgDisplayNames(b.Name));

    [TestCaseSource(nameof(Constructs))]
    public void Construct_is_told_at_its_place(string id, string body)
    {
        var source = MarkedSource.OfBody(body);
        var diagnostic = source.Only();
        Assert.That(diagnostic.Id, Is.EqualTo(id), diagnostic.ToString());
        source.AssertPlace(diagnostic);
    }

    [TestCase("source[0] = 1f;", TestName = "Write_to_a_read_buffer")]
    [TestCase("count = 1; target[0] = count;", TestName = "Write_to_a_late_constant")]
    [TestCase("at.X = 1;", TestName = "Write_to_a_position")]
    [TestCase("new Int2(1, 2).X = 3;", TestName = "Write_to_a_component")]
    [TestCase("target[0] = missing;", TestName = "Unknown_name")]
    [TestCase("target[0] = ;", TestName = "Missing_expression")]
    [TestCase("for (var i = 0; i < 4; i++", TestName = "Unfinished_loop")]
    [TestCase("Span<float> a = stackalloc float[]; target[0] = a[0];", TestName = "Array_without_a_length")]
    public void Invalid_code_is_left_to_CSharp_and_not_compiled(string body) => MarkedSource.OfBody(body).IsLeftToCSharp();

    [Test]
    public void Parameter_of_another_struct_is_no_late_constant() => MarkedSource.OfBody(
        "target[0] = scale.Of(2f);",
        types: "public readonly struct Scale(float factor) { public float Of(float x) => x * [|factor|]; }",
        parameters: ", Scale scale, float factor = 1f").Gives("GPUN0004", "'factor'");

    [Test]
    public void Generic_function() => MarkedSource.OfBody(
        "target[0] = [|Same(1f)|];", "private static T Same<T>(T x) => x;").Gives("GPUN0004", "The generic method 'Same'");

    [Test]
    public void Parameter_by_reference() => MarkedSource.OfBody(
        "var x = 1f; Double(ref x); target[0] = x;", "private static void Double([|ref float x|]) => x *= 2f;")
        .Gives("GPUN0004", "A parameter by reference");

    [Test]
    public void Field_of_the_kernel() => MarkedSource.OfBody(
        "target[0] = [|twice|];", "private readonly int twice = count * 2;").Gives("GPUN0005", "twice");

    [Test]
    public void Static_field() => MarkedSource.OfBody(
        "target[0] = [|Half|];", "private static readonly float Half = 0.5f;").Gives("GPUN0004", "'Half'");
}
