using GpuNet.Kernels;

namespace GpuNet.MetalStandIn.Tests.Language;

/// <summary>What the stand-in's compiler takes and what it refuses, as Metal's does.</summary>
[TestFixture]
[Parallelizable(ParallelScope.Children)]
public sealed class SourceCheckTests
{
    /// <summary>Statements in a kernel of <see cref="Sources.Kernel"/> that Metal refuses.</summary>
    public static readonly string[] Wrong =
    [
        "f = i;", // int4 is no float4
        "i = f;",
        "u = i;",
        "h = f;",
        "float4 v = source[0].xy;",
        "f = float4(1.0f, 2.0f, 3.0f);", // three components
        "f = float4(f.xy, f.xyz);",
        "float2 v = float2(f);",
        "half v = h;",
        "float v = f;",
        "i = i * f;",
        "i = i + u;",
        "i = i * 1.5f;",
        "f = f.xyzq;",
        "float v = f.xy;",
        "f = output.read(uint2(0, 0), 0);", // of a texture for writing
        "image.write(f, uint2(0, 0), 0);", // to a texture for reading
        "f = image.read(int2(0, 0), 0);",
        "f = image.read(uint3(0, 0, 0), 0);",
        "output.write(i, uint2(0, 0), 0);",
        "source[0] = f;", // of const elements
        "source[f.x] = f;",
        "f = source[1.0f];",
        "width = 2;",
        "device float4* p = source;", // drops const
        "device float* p = shared_v;", // from one address space into another
        "threadgroup float* p = target;",
        "float local_v[4]; device float* p = local_v;",
        "float* p = shared_v;",
        "int v[2] = {1.5f, 2.5f};", // narrowing
        "int v {f.x};",
        "uint v {i.x};",
        "i = int4(as_type<char4>(h));", // 8 bytes to 4
        "f.x = min(f.x, u);",
        "int v = min(i.x, u.x);", // ambiguous
        "f = fma(f, f);",
        "f = clamp(f, i, i);",
        "f.x = dot(f, f.xy);",
        "i.x = mulhi(i.x, u.x);",
        "f = frobnicate(f);",
        "f = unknown;",
        "f = float4(1.0f)",
        "threadgroup_barrier();",
        "threadgroup_barrier(mem_threadgroup);",
    ];

    /// <summary>Statements that Metal takes.</summary>
    public static readonly string[] Right =
    [
        "f = 1.0f;",
        "f = f * 2.0f + 1.0f;",
        "f = 2.0f * f;",
        "i = i + 3;",
        "i = i << 2;",
        "i = (i & 255) | int4(u);",
        "f = float4(f.xy, f.z, 1.0f);",
        "f = float4(f.x, f.yz, 1);",
        "f.xy = f.yx;",
        "f[local_id.x & 3u] = 1.0f;",
        "h = half4(float4(i));",
        "half v = half(f.x); f.x = v;",
        "float4 v(f); f = v;",
        "int n = f.x; i.x = n;", // scalars convert
        "f.x = i.x;",
        "f = image.read(uint2(global_id.xy), global_id.z);",
        "f = image.read(ushort2(0, 0), 0);",
        "output.write(f, uint2(0, 0), 0);",
        "output.write(f.x, uint2(0, 0), 0);", // a scalar for all components
        "f.x = float(image.get_width() + image.get_array_size());",
        "device const float4* p = source; f = p[0];",
        "device const float4* p = target; f = p[0];",
        "threadgroup float* p = shared_v; p[0] = 1.0f;",
        "threadgroup_barrier(mem_flags::mem_threadgroup);",
        "f = select(f.x, 1.0f, width > 3) * f;",
        "int v[2] = {1, 2}; i.x = v[local_id.x & 1u];",
        "i = int4(as_type<char4>(as_type<uint>(f.x)));",
        "u.xy = as_type<uint2>(half4(f));",
        "i.x = mulhi(i.x, i.y) + clz(i.x);",
        "f = clamp(f, float4(0.0f), float4(6.0f));",
        "for (int n = 0; n < width; n++) { if (n == 3) { continue; } f += 1.0f; }",
    ];

    [TestCaseSource(nameof(Wrong))]
    public void Refuses(string statement)
    {
        var diagnostics = StandInLibrary.Compile(Sources.Kernel($"    {statement}"));
        Assert.That(diagnostics, Does.Contain("program_source:13:").And.Contain("error"), "the place and the word that clang has");
    }

    [TestCaseSource(nameof(Right))]
    public void Takes(string statement) => Assert.That(StandInLibrary.Compile(Sources.Kernel($"    {statement}")), Is.Empty);

    [TestCase("kernel void k(device float* a) { }", "attribute")]
    [TestCase("kernel void k([[buffer(0)]]) { }", "attribute")]
    [TestCase("kernel void k(device float* a [[buffer(0)", "error")]
    [TestCase("kernel void k(device float* a [[buffer(0)]], device float* b [[buffer(0)]]) { }", "index of 'a'")]
    [TestCase("kernel void k(device float* a [[buffer(31)]]) { }", "out of range")]
    [TestCase("kernel void k(float* a [[buffer(0)]]) { }", "address space")]
    [TestCase("kernel void k(texture2d<float, access::read> a [[texture(0)]]) { }", "texture2d_array")]
    [TestCase("kernel void k(uint a [[thread_position]]) { }", "thread_position")]
    [TestCase("kernel int k() { return 0; }", "kernel void")]
    [TestCase("constant int a [[function_constant(0)]];\nconstant int b [[function_constant(0)]];", "already 'a'")]
    [TestCase("constant float4 a [[function_constant(0)]];", "float4")]
    [TestCase("constant int a [[function_constant(0)]];\nvoid f() { a = 1; }", "error")]
    [TestCase("void f() { threadgroup float a[4]; }", "kernel")]
    [TestCase("float f(threadgroup float* a) { return a[0]; }\nkernel void k(device float* b [[buffer(0)]]) { f(b); }", "error")]
    public void Refuses_at_program_scope(string text, string says) => Assert.That(StandInLibrary.Compile(Sources.Head + text + "\n"), Does.Contain(says));

    [Test]
    public void Refuses_a_source_without_the_library() =>
        Assert.That(StandInLibrary.Compile("kernel void k(device float4* a [[buffer(0)]]) { a[0] = float4(1.0f); }\n"), Does.Contain("program_source:1:"));

    /// <summary>A source that ends anywhere is refused, whatever its half statements look like.</summary>
    [Test]
    public void Refuses_a_source_that_is_cut()
    {
        const int seed = 3;
        var random = new Random(seed);
        var whole = KernelCatalog.All.Single(kernel => kernel.Name == "Softmax").Variants[0].Msl;
        var signature = whole.IndexOf("kernel void", StringComparison.Ordinal);
        var end = whole.LastIndexOf('}');
        for (var i = 0; i < 12; i++)
        {
            var length = random.Next(signature + 1, end);
            Assert.That(StandInLibrary.Compile(whole[..length]), Is.Not.Empty, $"cut to {length} (seed {seed})");
        }
    }

    /// <summary>What only the check as OpenCL sees.</summary>
    [Test]
    public void Refuses_to_write_a_constant_table() =>
        Assert.That(StandInLibrary.Compile(Sources.Head + "constant float table[2] = {1.0f, 2.0f};\nvoid f() { table[0] = 3.0f; }\n"), Does.Contain("error"));
}
