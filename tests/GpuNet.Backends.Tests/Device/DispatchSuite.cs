using System.Runtime.InteropServices;
using GpuNet.Backends.Tests.TestKernels;
using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Backends.Tests;

/// <summary>What kernels read and write: constants, workgroups, barriers, buffers and textures.</summary>
internal abstract class DispatchSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    [TestCase(0, 0u, 0f, false)]
    [TestCase(int.MinValue, uint.MaxValue, -0f, true)]
    [TestCase(int.MaxValue, 0x80000000u, float.PositiveInfinity, false)]
    [TestCase(-1, 1u, float.NegativeInfinity, true)]
    [TestCase(-5, 5u, float.MaxValue, true)]
    [TestCase(1 << 24 | 1, 0x01000001u, 0.1f, false)]
    [TestCase(7, 7u, -1.17549435e-38f, true)]
    public void Late_constants_keep_all_their_bits(int signed, uint unsigned, float real, bool flag)
    {
        using var bench = new Workbench(Device);
        var bits = bench.Array<uint>("bits", 4);
        bench.Run(bench.Dispatch(new ConstantBits(bits, signed, unsigned, real, flag), new GridSize(1)));
        var expected = new[] { (uint)signed, unsigned, BitConverter.SingleToUInt32Bits(real), flag ? 1u : 0u };
        Assert.That(Workbench.Read<uint>(bits), Is.EqualTo(expected));
    }

    [Test]
    public void Random_floats_keep_all_their_bits_as_late_constants()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var bench = new Workbench(Device);
        for (var i = 0; i < 10; i++)
        {
            // Every exponent but those of denormals and NaN.
            var pattern = (uint)random.NextInt64(0x00800000, 0x7F800000) | (random.Next(2) == 0 ? 0 : 0x80000000);
            var bits = bench.Array<uint>("bits", 4);
            bench.Run(bench.Dispatch(new ConstantBits(bits, 0, 0, BitConverter.UInt32BitsToSingle(pattern), false), new GridSize(1)));
            Assert.That(Workbench.Read<uint>(bits)[2], Is.EqualTo(pattern), $"seed {seed}, number {i}");
        }
    }

    [Test]
    public void What_is_narrowed_to_halves_computes_the_same_where_halves_hold_it([Values] TensorStorage storage, [Values] bool inHalves)
    {
        if (inHalves && !Device.Info.Features.HasFlag(DeviceFeatures.Float16Arithmetic))
        {
            Assert.That(() => Run(), Throws.TypeOf<DeviceException>().With.Message.Contains(nameof(DeviceFeatures.Float16Arithmetic)));
            return;
        }

        var (texels, results, lost) = Run();
        Assert.That(
            texels,
            Is.EqualTo(new[] { new Float4(7.25f, 2f, 0.5f, -3.25f), new Float4(-12f, -3.5f, -2f, -1f), new Float4(10.5f, 3.5f, 1.25f, -12f), new Float4(-16f, -5.25f, -1f, -1f) }));
        Assert.That(results, Is.EqualTo(new[] { 7.25f, 12f, 10.5f, 16f }));
        float[] kept = [2f, 3.5f, 3.5f, 5.25f], rounded = [2f, 4f, 4f, 6f];
        Assert.That(lost, !inHalves ? Is.EqualTo(kept) : Backend.KeepsToHalves ? Is.EqualTo(rounded) : Is.EqualTo(rounded).Or.EqualTo(kept));

        (Float4[] Texels, float[] Results, float[] Lost) Run()
        {
            using var bench = new Workbench(Device);
            var source = bench.Tensor("source", 4, 1, 1, TexelFormat.Float16, storage);
            Half[] values = [.. new[] { 2f, 0.5f, 0f, -1f, 4f, 1f, 0.5f, -2f, 3f, 1f, 0.5f, -4f, 6f, 2f, 0f, -4f }.Select(v => (Half)v)];
            bench.Fill(source, MemoryMarshal.AsBytes(values.AsSpan()).ToArray());
            var destination = bench.Tensor("destination", 4, 1, 1, TexelFormat.Float16, storage);
            var results = bench.Array<float>("results", 8);
            var unpacked = bench.Array<Float4>("texels", 4);
            bench.Run(
                bench.Dispatch(new HalfArithmetic(source, bench.Upload("factors", 2.5f), destination, results, offset: 3.5f), new GridSize(4), inHalves: inHalves),
                new BarrierCommand(),
                bench.Dispatch(new UnpackTexels(destination, unpacked), new GridSize(4)));
            var all = Workbench.Read<float>(results);
            return (Workbench.Read<Float4>(unpacked), all[..4], all[4..]);
        }
    }

    [TestCase(8, 4, 1)]
    [TestCase(1, 1, 1)]
    [TestCase(64, 1, 1)]
    [TestCase(3, 5, 7)]
    [TestCase(4, 4, 8)]
    public void Every_invocation_of_the_grid_runs_once_in_the_workgroup_that_was_asked_for(int x, int y, int z)
    {
        const int Width = 19, Height = 11, Depth = 9;
        using var bench = new Workbench(Device);
        var positions = bench.Array<Int4>("positions", Width * Height * Depth);
        var zeros = bench.Upload("zeros", new Int4[Width * Height * Depth]);
        bench.Run(
            new CopyBufferCommand(zeros.Range!.Value, positions.Range!.Value),
            new BarrierCommand(),
            bench.Dispatch(new GridPosition(positions, Width, Height, Depth), new GridSize(Width, Height, Depth), new GridSize(x, y, z)));
        var expected =
            from gz in Enumerable.Range(0, Depth)
            from gy in Enumerable.Range(0, Height)
            from gx in Enumerable.Range(0, Width)
            select new Int4(Code(gx / x, gy / y, gz / z), Code(gx % x, gy % y, gz % z), Code(x, y, z), 1);
        Assert.That(Workbench.Read<Int4>(positions), Is.EqualTo(expected));

        static int Code(int x, int y, int z) => (10000 * z) + (100 * y) + x;
    }

    [Test]
    public void Dispatches_with_barriers_between_see_what_the_last_wrote()
    {
        const int Length = 10_000, Steps = 20;
        using var bench = new Workbench(Device);
        var source = bench.Upload("source", Enumerable.Range(0, Length).Select(i => (float)(i % 100)).ToArray());
        DeviceArray[] middle =
            [bench.Array<float>("even", Length, BufferPlacement.Device), bench.Array<float>("odd", Length, BufferPlacement.Device)];
        var result = bench.Array<float>("result", Length);
        var grid = new GridSize(Length);
        var commands = new List<DeviceCommand> { bench.Dispatch(new Scale(source, middle[0], 1), grid) };
        for (var step = 0; step < Steps; step++)
        {
            commands.Add(new BarrierCommand());
            commands.Add(bench.Dispatch(new Scale(middle[step % 2], middle[(step + 1) % 2], step % 3 == 0 ? 4 : 0.5f), grid));
        }

        commands.Add(new BarrierCommand());
        commands.Add(bench.Dispatch(new Scale(middle[Steps % 2], result, -1), grid));
        bench.Run([.. commands]);

        // Seven times four and thirteen times a half.
        Assert.That(Workbench.Read<float>(result), Is.EqualTo(Enumerable.Range(0, Length).Select(i => -2f * (i % 100))));
    }

    [Test]
    public void Workgroups_share_memory_and_meet_at_barriers([Values(1, 2, 32, 128)] int workgroup)
    {
        const int Groups = 5;
        using var bench = new Workbench(Device);
        int[] values = [.. Enumerable.Range(1, workgroup * Groups)];
        var source = bench.Upload("source", values);
        var sums = bench.Array<int>("sums", Groups);
        bench.Run(bench.Dispatch(new SumGroups(source, sums), new GridSize(values.Length), new GridSize(workgroup)));
        Assert.That(Workbench.Read<int>(sums), Is.EqualTo(values.Chunk(workgroup).Select(group => group.Sum())));
    }

    [Test]
    public void Arrays_are_bound_at_their_offsets()
    {
        using var bench = new Workbench(Device);
        var alignment = Device.Info.Limits.StorageBufferAlignment;
        var step = (long)alignment * Math.Max(1, 64 / alignment);
        var arena = bench.Buffer("arena", 4 * step);
        var source = bench.Upload("source", 1f, 2f, 3f, 4f);
        var read = bench.Array<float>("read", 4);
        var (first, second) = (new DeviceArray("first", 4, 4), new DeviceArray("second", 4, 4));
        first.Bind(arena, step);
        second.Bind(arena, 3 * step);
        bench.Run(
            bench.Dispatch(new Scale(source, first, 10), new GridSize(4)),
            new BarrierCommand(),
            bench.Dispatch(new Scale(first, second, 10), new GridSize(4)),
            new BarrierCommand(),
            new CopyBufferCommand(second.Range!.Value, read.Range!.Value));
        Assert.That(Workbench.Read<float>(read), Is.EqualTo(new[] { 100f, 200f, 300f, 400f }));
    }

    [Test]
    public void Tensors_of_floats_are_filled_read_and_written(
        [Values] TensorStorage storage, [Values(TexelFormat.Float32, TexelFormat.Float16)] TexelFormat format)
    {
        const int Width = 5, Height = 3, Layers = 4;
        using var bench = new Workbench(Device);
        var source = bench.Tensor("source", Width, Height, Layers, format, storage);
        var sum = bench.Tensor("sum", Width, Height, Layers, format, storage);
        var unpacked = bench.Array<Float4>("unpacked", Width * Height * Layers);

        // Each number is exact in sixteen bits.
        float[] values = [.. Enumerable.Range(0, 4 * Width * Height * Layers).Select(i => (i - 100) / 4f)];
        bench.Fill(source, TexelBytes.Of(values, format));
        var grid = new GridSize(Width, Height, Layers);
        bench.Run(
            bench.Dispatch(new AddToTexels(source, sum, 0.5f), grid),
            new BarrierCommand(),
            bench.Dispatch(new UnpackTexels(sum, unpacked), grid));
        var expected = values.Chunk(4).Select(v => new Float4(v[0] + 0.5f, v[1] + 0.5f, v[2] + 0.5f, v[3] + 0.5f));
        Assert.That(Workbench.Read<Float4>(unpacked), Is.EqualTo(expected));
    }

    [Test]
    public void Buffers_and_texture_arrays_hold_the_same_halves([Values(TexelFormat.Float32, TexelFormat.Float16)] TexelFormat source)
    {
        const int Width = 64, Height = 8, Layers = 4, Count = Width * Height * Layers;
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);

        // Any normal half and what lies between it and the next: nearer to one of them or, for one in four, in the middle.
        var values = new float[4 * Count];
        foreach (ref var value in values.AsSpan())
        {
            var below = BitConverter.UInt16BitsToHalf((ushort)(random.Next(0x0400, 0x7bff) | (random.Next(2) << 15)));
            var part = random.Next(4) == 0 ? 0x1000u : (uint)random.Next(0x2000);
            value = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits((float)below) | part);
        }

        var halves = Array.ConvertAll(values, value => (float)(Half)value);
        for (var i = 0; i < Count; i++)
        {
            if (i % 2 == 1) (halves[(4 * i) + 2], halves[(4 * i) + 3]) = ((float)(Half)CopyTexels.Third, (float)(Half)CopyTexels.Fourth);
        }

        var expected = halves.Chunk(4).Select(v => new Float4(v[0], v[1], v[2], v[3])).ToArray();
        foreach (var storage in Enum.GetValues<TensorStorage>())
        {
            using var bench = new Workbench(Device);
            var given = bench.Tensor("given", Width, Height, Layers, source, storage);
            var copied = bench.Tensor("copied", Width, Height, Layers, TexelFormat.Float16, storage);
            var unpacked = bench.Array<Float4>("unpacked", Count);
            bench.Fill(given, TexelBytes.Of(values, source));
            var grid = new GridSize(Width, Height, Layers);
            bench.Run(
                bench.Dispatch(new CopyTexels(given, copied), grid),
                new BarrierCommand(),
                bench.Dispatch(new UnpackTexels(copied, unpacked), grid));
            Assert.That(Workbench.Read<Float4>(unpacked), Is.EqualTo(expected), $"{storage}, seed {seed}");
        }
    }

    [Test]
    public void Tensors_of_integers_are_filled_read_and_written([Values] TensorStorage storage)
    {
        const int Width = 5, Height = 3, Layers = 4, Count = Width * Height * Layers;
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        using var bench = new Workbench(Device);
        var (wordBytes, integerBytes) = (new byte[4 * Count], new byte[16 * Count]);
        random.NextBytes(wordBytes);
        random.NextBytes(integerBytes);
        var words = bench.Tensor("words", Width, Height, Layers, TexelFormat.Int8, storage);
        var integers = bench.Tensor("integers", Width, Height, Layers, TexelFormat.Int32, storage);
        var sums = bench.Tensor("sums", Width, Height, Layers, TexelFormat.Int8, storage);
        var (lanes, unpacked) = (bench.Array<Int4>("lanes", Count), bench.Array<uint>("unpacked", Count));
        bench.Fill(words, wordBytes);
        bench.Fill(integers, integerBytes);
        var grid = new GridSize(Width, Height, Layers);
        bench.Run(
            bench.Dispatch(new MixWords(words, integers, sums, lanes), grid),
            new BarrierCommand(),
            bench.Dispatch(new UnpackWords(sums, unpacked), grid));

        var expectedLanes = MemoryMarshal.Cast<byte, Int4>(integerBytes).ToArray();
        var expectedSums = MemoryMarshal.Cast<byte, uint>(wordBytes).ToArray()
            .Zip(expectedLanes, (word, texel) => unchecked(word + (uint)(texel.X + texel.Y + texel.Z + texel.W)));
        Assert.That(Workbench.Read<Int4>(lanes), Is.EqualTo(expectedLanes), $"seed {seed}");
        Assert.That(Workbench.Read<uint>(unpacked), Is.EqualTo(expectedSums), $"seed {seed}");
    }
}
