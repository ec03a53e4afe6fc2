using GpuNet.MetalStandIn.Tests.Language;
using static GpuNet.MetalStandIn.Tests.Metal.ObjectiveC;

namespace GpuNet.MetalStandIn.Tests.Metal;

/// <summary>Kernels on the processor: positions, barriers, textures, and what they are caught at.</summary>
[TestFixture]
public sealed class ExecutionTests
{
    private const string Positions = Sources.Head + """
        constant int width [[function_constant(3)]];
        kernel void positions(device uint4* target [[buffer(0)]], uint3 at [[thread_position_in_grid]],
            uint3 local_id [[thread_position_in_threadgroup]], uint3 group_id [[threadgroup_position_in_grid]],
            uint3 threads [[threads_per_threadgroup]], uint3 groups [[threadgroups_per_grid]], uint index [[thread_index_in_threadgroup]])
        {
            target[(at.z * groups.y * threads.y + at.y) * uint(width) + at.x] = uint4(group_id.x, local_id.y, index, at.z);
        }
        """;

    private const string Reverse = Sources.Head + """
        kernel void reverse(device int* values [[buffer(0)]], uint3 local_id [[thread_position_in_threadgroup]], uint3 at [[thread_position_in_grid]])
        {
            threadgroup int block[64];
            block[local_id.x] = values[at.x];
            BARRIER
            values[at.x] = block[63u - local_id.x];
        }
        """;

    [Test]
    public void Threads_know_their_positions()
    {
        using var bench = new Bench();
        var target = bench.Buffer<uint>(new uint[6 * 4 * 2 * 4]);
        var pipeline = bench.Pipeline(bench.Library(Positions), "positions", (3, 6));
        Assert.That(bench.Dispatch(pipeline, new Size(2, 2, 2), new Size(3, 2, 1), target), Is.Empty);
        var found = Bench.Contents<uint>(target);
        for (uint z = 0; z < 2; z++)
        {
            for (uint y = 0; y < 4; y++)
            {
                for (uint x = 0; x < 6; x++)
                {
                    uint[] expected = [x / 3, y % 2, (y % 2 * 3) + (x % 3), z];
                    Assert.That(found.Slice((int)((((z * 4) + y) * 6) + x) * 4, 4).ToArray(), Is.EqualTo(expected));
                }
            }
        }
    }

    [Test]
    public void Pipelines_of_one_library_keep_their_constants_apart()
    {
        const string source = Sources.Head + """
            constant int i [[function_constant(0)]];
            constant float f [[function_constant(1)]];
            constant bool b [[function_constant(2)]];
            constant uint u [[function_constant(7)]];
            constant int unused [[function_constant(8)]];
            kernel void constants(device float* target [[buffer(0)]]) { target[0] = float(i) + f + (b ? 100.0f : 0.0f) + float(u); }
            """;
        using var bench = new Bench();
        var library = bench.Library(source);
        var first = bench.Pipeline(library, "constants", (0, -3), (1, 0.5f), (2, true), (7, 4000000000u));
        var second = bench.Pipeline(library, "constants", (0, 7), (1, 0.25f), (2, false), (7, 1u));
        var target = bench.Buffer<float>([0f]);
        Assert.That(bench.Dispatch(first, new Size(1), new Size(1), target), Is.Empty);
        Assert.That(Bench.Contents<float>(target)[0], Is.EqualTo(-3f + 0.5f + 100f + 4000000000f));
        Assert.That(bench.Dispatch(second, new Size(1), new Size(1), target), Is.Empty);
        Assert.That(Bench.Contents<float>(target)[0], Is.EqualTo(8.25f));
    }

    /// <summary>Fast math is on unless the options say otherwise: a product is then not rounded before the sum.</summary>
    [TestCase(false, "", 0f)]
    [TestCase(true, "", -1.4210855e-14f)]
    [TestCase(true, "#pragma METAL fp contract(off)\n", 0f)]
    public void Fast_math_contracts(bool fastMath, string pragma, float expected)
    {
        const string kernel = "kernel void k(device float* v [[buffer(0)]]) { v[0] = v[0] * v[1] + v[2]; }\n";
        using var bench = new Bench();
        var above = 1f + MathF.ScaleB(1, -23);
        var below = 1f - MathF.ScaleB(1, -23);
        var values = bench.Buffer<float>([above, below, -(above * below)]);
        var pipeline = bench.Pipeline(bench.Library(Sources.Head + pragma + kernel, fastMath), "k");
        Assert.That(bench.Dispatch(pipeline, new Size(1), new Size(1), values), Is.Empty);
        Assert.That(Bench.Contents<float>(values)[0], Is.EqualTo(expected));
    }

    [Test]
    public void A_function_constant_needs_a_value_of_its_type()
    {
        using var bench = new Bench();
        var library = bench.Library(Positions);
        Assert.That(bench.TryPipeline(library, "positions").Error, Is.EqualTo("function constant 'width' (index 3) has no value"));
        Assert.That(bench.TryPipeline(library, "positions", (3, 1f)).Error, Does.Contain("'width' (index 3) is of type int, its value of type float"));
        Assert.That(bench.TryPipeline(library, "missing", (3, 1)).Error, Does.Contain("no function 'missing'"));
    }

    [Test]
    public void Barriers_order_the_threads_of_a_threadgroup()
    {
        using var bench = new Bench();
        var values = bench.Buffer<int>(Enumerable.Range(0, 640).ToArray());
        var pipeline = bench.Pipeline(bench.Library(Reverse.Replace("BARRIER", "threadgroup_barrier(mem_flags::mem_threadgroup);")), "reverse");
        Assert.That(bench.Dispatch(pipeline, new Size(10), new Size(64), values), Is.Empty);
        Assert.That(Bench.Contents<int>(values).ToArray(), Is.EqualTo(Enumerable.Range(0, 640).Select(i => (i / 64 * 64) + 63 - (i % 64))));
    }

    [Test]
    public void A_missing_barrier_gives_wrong_numbers()
    {
        using var bench = new Bench();
        var values = bench.Buffer<int>(Enumerable.Range(0, 64).ToArray());
        var pipeline = bench.Pipeline(bench.Library(Reverse.Replace("BARRIER", "")), "reverse");
        Assert.That(bench.Dispatch(pipeline, new Size(1), new Size(64), values), Is.Empty);
        Assert.That(Bench.Contents<int>(values).ToArray(), Is.Not.EqualTo(Enumerable.Range(0, 64).Reverse()));
    }

    [TestCase("if (local_id.x < 3) { threadgroup_barrier(mem_flags::mem_threadgroup); }", "has returned")]
    [TestCase("if (local_id.x == 5) { return; } threadgroup_barrier(mem_flags::mem_threadgroup);", "thread (5, 0, 0) has returned")]
    [TestCase(
        "if (local_id.x < 3) { threadgroup_barrier(mem_flags::mem_threadgroup); }\nelse { threadgroup_barrier(mem_flags::mem_threadgroup); }",
        "waits at the barrier of line 7")]
    [TestCase("for (uint i = 0; i <= local_id.x; i++) { threadgroup_barrier(mem_flags::mem_threadgroup); }", "thread (0, 0, 0) has returned")]
    public void Divergent_barriers_are_found(string barrier, string says)
    {
        using var bench = new Bench();
        var values = bench.Buffer<int>(new int[64]);
        var pipeline = bench.Pipeline(bench.Library(Reverse.Replace("BARRIER", barrier)), "reverse");
        var error = bench.Dispatch(pipeline, new Size(1), new Size(64), values);
        Assert.That(error, Does.StartWith("kernel 'reverse': divergent barrier: ").And.Contain(says));
    }

    // Threadgroups run side by side: whichever of them is told of first, the text is the same.
    [TestCase("target[at + 1u] = 1;", "index 8 lies outside buffer 'target' of 8 elements, in thread (0, 0, 0) of threadgroup (7, 0, 0)")]
    [TestCase("target[at == 0u ? -3 : 0] = 1;", "index -3 lies outside buffer 'target' of 8 elements")]
    [TestCase("target[at] = source[at == 1u ? 1000000u : 0u];", "index 1000000 lies outside buffer 'source' of 8 elements")]
    [TestCase("int v[4] = {}; v[at] = 1; target[0] = v[at & 3u];", "an index lies outside a local array at line 7")]
    [TestCase("target[at] = 100 / (source[at] - 3);", "an integer is divided by zero at line 7")]
    [TestCase("target[at] = (-2147483647 - source[1]) / (source[0] - 1);", "the least integer is divided by -1, in thread (0, 0, 0) of threadgroup")]
    [TestCase("target[at] = int(3e9f * float(at));", "a float does not fit the integer that it is converted to at line 7")]
    [TestCase("threadgroup int block[4]; block[min(at, 4u)] = 1; target[0] = block[0];", "index 4 lies outside threadgroup array 'block' of 4 elements")]
    [TestCase("target[image.read(uint2(min(at, 3u), 1), 0).x] = 1;", "texel (3, 1) of slice 0 is read outside texture 'image' of 3 x 2 x 2")]
    [TestCase("target[image.read(uint2(0, at == 0u ? -1 : 0), 0).x] = 1;", "texel (0, -1) of slice 0 is read outside texture 'image'")]
    [TestCase("output.write(int4(1), uint2(0, 0), min(at, 2u));", "texel (0, 0) of slice 2 is written outside texture 'output' of 3 x 2 x 2")]
    public void What_lies_outside_is_found(string statement, string says)
    {
        const string source = Sources.Head + """
            kernel void test(device const int* source [[buffer(0)]], device int* target [[buffer(1)]],
                texture2d_array<int, access::read> image [[texture(0)]], texture2d_array<int, access::write> output [[texture(1)]],
                uint at [[thread_position_in_grid]])
            {
            STATEMENT
            }
            """;
        const int rgba32Sint = 124;
        using var bench = new Bench();
        var pipeline = bench.Pipeline(bench.Library(source.Replace("STATEMENT", statement)), "test");
        var buffers = new[] { bench.Buffer<int>([0, 1, 2, 3, 4, 5, 6, 7]), bench.Buffer<int>(new int[8]) };
        var image = bench.Texture(rgba32Sint, 3, 2, 2);
        var zeros = bench.Buffer<int>(new int[3 * 2 * 4]);
        var output = bench.Texture(rgba32Sint, 3, 2, 2);
        var error = bench.Run(commands =>
        {
            var copy = Send(commands, "blitCommandEncoder");
            for (var slice = 0; slice < 2; slice++) CopyToTexture(copy, zeros, 3 * 16, 3 * 2 * 16, new Size(3, 2), image, slice);
            Send(copy, "endEncoding");
            var encoder = Send(commands, "computeCommandEncoder");
            Send(encoder, "setComputePipelineState:", pipeline);
            for (var i = 0; i < 2; i++) Send(encoder, "setBuffer:offset:atIndex:", buffers[i], 0, i);
            Send(encoder, "setTexture:atIndex:", image, 0);
            Send(encoder, "setTexture:atIndex:", output, 1);
            Send(encoder, "dispatchThreadgroups:threadsPerThreadgroup:", new Size(8), new Size(1));
            Send(encoder, "endEncoding");
        });
        Assert.That(error, Does.StartWith("kernel 'test': ").And.Contain(says));
    }

    /// <summary>A write keeps what the pixel format can hold; a copy to a texture reads the format's own bytes.</summary>
    [TestCase(115, 8)]
    [TestCase(125, 16)]
    public void Textures_hold_what_their_format_can(int pixelFormat, int bytesPerTexel)
    {
        const string source = Sources.Head + """
            kernel void copy(device float4* target [[buffer(0)]], texture2d_array<float, access::read> from [[texture(0)]],
                texture2d_array<float, access::write> to [[texture(1)]], uint3 at [[thread_position_in_grid]])
            {
                float4 texel = from.read(at.xy, at.z);
                target[(at.z * 2u + at.y) * 3u + at.x] = texel;
                to.write(texel + 0.1f, at.xy, at.z);
            }
            """;
        using var bench = new Bench();
        var pipeline = bench.Pipeline(bench.Library(source), "copy");
        var half = pixelFormat == 115;
        var values = Enumerable.Range(0, 3 * 2 * 2 * 4).Select(i => i - 20.5f).ToArray();
        var bytes = half ? values.SelectMany(v => BitConverter.GetBytes((Half)v)).ToArray() : values.SelectMany(BitConverter.GetBytes).ToArray();
        var image = bench.Texture(pixelFormat, 3, 2, 2);
        var other = bench.Texture(pixelFormat, 3, 2, 2);
        var (first, second) = (bench.Buffer<float>(new float[values.Length]), bench.Buffer<float>(new float[values.Length]));
        var staging = Enumerable.Range(0, 2).Select(s => bench.Buffer<byte>(bytes.AsSpan(s * bytes.Length / 2, bytes.Length / 2))).ToArray();
        var error = bench.Run(commands =>
        {
            var copy = Send(commands, "blitCommandEncoder");
            for (var slice = 0; slice < 2; slice++) CopyToTexture(copy, staging[slice], 3 * bytesPerTexel, 6 * bytesPerTexel, new Size(3, 2), image, slice);
            Send(copy, "endEncoding");
            foreach (var (from, to, target) in new[] { (image, other, first), (other, image, second) })
            {
                var encoder = Send(commands, "computeCommandEncoder");
                Send(encoder, "setComputePipelineState:", pipeline);
                Send(encoder, "setBuffer:offset:atIndex:", target, 0, 0);
                Send(encoder, "setTexture:atIndex:", from, 0);
                Send(encoder, "setTexture:atIndex:", to, 1);
                Send(encoder, "dispatchThreadgroups:threadsPerThreadgroup:", new Size(1, 1, 2), new Size(3, 2));
                Send(encoder, "endEncoding");
            }
        });
        Assert.That(error, Is.Empty);
        Assert.That(Bench.Contents<float>(first).ToArray(), Is.EqualTo(values));
        Assert.That(Bench.Contents<float>(second).ToArray(), Is.EqualTo(values.Select(v => half ? (float)(Half)(v + 0.1f) : v + 0.1f)));
    }
}
