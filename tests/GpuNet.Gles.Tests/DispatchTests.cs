using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Shaders.BindingType;

namespace GpuNet.Gles.Tests;

/// <summary>What kernels read and write, through each kind of binding.</summary>
internal sealed class DispatchTests : DeviceFixture
{
    private static readonly LateConstant[] AddConstants = [new("addend", ConstantType.Int)];

    private static readonly HandWrittenKernel Add = new(
        """
        layout(std430, binding = 0) readonly buffer Source { int source[]; };
        layout(std430, binding = 1) writeonly buffer Destination { int destination[]; };
        void main() { destination[gl_GlobalInvocationID.x] = source[gl_GlobalInvocationID.x] + addend; }
        """,
        new GridSize(4),
        AddConstants,
        StorageBuffer,
        StorageBuffer);

    [Test]
    public void A_kernel_reads_and_writes_at_the_offsets_of_its_arrays()
    {
        var alignment = Device.Info.Limits.StorageBufferAlignment;
        using var source = Device.CreateBuffer("source", alignment + 16, BufferPlacement.Upload);
        using var destination = Device.CreateBuffer("destination", alignment + 16, BufferPlacement.Readback);
        source.Write(new byte[alignment], 0);
        source.Write([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0], alignment);
        var (input, output) = (new DeviceArray("input", 4, 4), new DeviceArray("output", 4, 4));
        input.Bind(source, alignment);
        output.Bind(destination, alignment);
        using var pipeline = Add.Compile(Device, 10);
        Run(Add.Dispatch(pipeline, new GridSize(1), input, output));
        Assert.That(Read<int>(output), Is.EqualTo(new[] { 11, 12, 13, 14 }));
    }

    [Test]
    public void A_barrier_lets_the_second_dispatch_read_what_the_first_wrote()
    {
        const int Count = 4096;
        using var middleBuffer = Device.CreateBuffer("middle", Count * 4, BufferPlacement.Device);
        var middle = new DeviceArray("middle", Count, 4);
        middle.Bind(middleBuffer, 0);
        var input = Upload(Enumerable.Range(0, Count).ToArray());
        var output = Readback(Count);
        using var first = Add.Compile(Device, 1);
        using var second = Add.Compile(Device, unchecked((uint)-100));
        var groups = new GridSize(Count / 4);
        Run(Add.Dispatch(first, groups, input, middle), new BarrierCommand(), Add.Dispatch(second, groups, middle, output));
        Assert.That(Read<int>(output), Is.EqualTo(Enumerable.Range(-99, Count)));
    }

    [Test]
    public void A_list_is_submitted_many_times_and_sees_new_input_each_time()
    {
        var (input, output) = (Upload(0, 0, 0, 0), Readback(4));
        using var pipeline = Add.Compile(Device, 5);
        using var list = Device.Record([Add.Dispatch(pipeline, new GridSize(1), input, output)]);
        for (byte i = 0; i < 20; i++)
        {
            input.Range!.Value.Buffer.Write([i], 4);
            list.Submit();
            list.Wait();
            Assert.That(Read<int>(output), Is.EqualTo(new[] { 5, 5 + i, 5, 5 }));
        }
    }

    [Test]
    public void A_later_list_sees_what_an_earlier_one_wrote_without_a_wait_between()
    {
        using var buffer = Device.CreateBuffer("middle", 16, BufferPlacement.Device);
        var middle = new DeviceArray("middle", 4, 4);
        middle.Bind(buffer, 0);
        var output = Readback(4);
        using var pipeline = Add.Compile(Device, 1);
        using var first = Device.Record([Add.Dispatch(pipeline, new GridSize(1), Upload(1, 2, 3, 4), middle)]);
        using var second = Device.Record([Add.Dispatch(pipeline, new GridSize(1), middle, output)]);
        first.Submit();
        second.Submit();
        second.Wait();
        Assert.That(Read<int>(output), Is.EqualTo(new[] { 3, 4, 5, 6 }));
    }

    [Test]
    public void Copies_move_bytes_between_buffers_at_any_placement()
    {
        var input = Upload(0x03020100, 0x07060504);
        using var middle = Device.CreateBuffer("middle", 16, BufferPlacement.Device);
        using var output = Device.CreateBuffer("output", 8, BufferPlacement.Readback);
        Run(
            new CopyBufferCommand(new BufferRange(input.Range!.Value.Buffer, 1, 6), new BufferRange(middle, 3, 6)),
            new BarrierCommand(),
            new CopyBufferCommand(new BufferRange(middle, 3, 6), new BufferRange(output, 2, 6)));
        var bytes = new byte[6];
        output.Read(bytes, 2);
        Assert.That(bytes, Is.EqualTo(new byte[] { 1, 2, 3, 4, 5, 6 }));
    }

    [TestCase(TexelFormat.Float32)]
    [TestCase(TexelFormat.Float16)]
    public void Texels_go_from_a_buffer_through_a_texture_and_an_image_into_a_buffer(TexelFormat format)
    {
        const int Width = 5, Height = 3, Layers = 4, Count = Width * Height * Layers * 4;
        var imageFormat = format == TexelFormat.Float32 ? "rgba32f" : "rgba16f";
        var twice = new HandWrittenKernel(
            $$"""
            layout(binding = 0) uniform sampler2DArray source;
            layout({{imageFormat}}, binding = 0) writeonly uniform image2DArray destination;
            void main() {
                ivec3 at = ivec3(gl_GlobalInvocationID);
                imageStore(destination, at, 2.0 * texelFetch(source, at, 0));
            }
            """,
            new GridSize(1),
            [],
            SampledTexture,
            StorageImage);
        var fetch = new HandWrittenKernel(
            """
            layout(std430, binding = 0) writeonly buffer Destination { vec4 destination[]; };
            layout(binding = 0) uniform sampler2DArray unused;
            layout(binding = 1) uniform sampler2DArray source;
            void main() {
                ivec3 at = ivec3(gl_GlobalInvocationID);
                ivec3 size = textureSize(source, 0);
                destination[(at.z * size.y + at.y) * size.x + at.x] = texelFetch(source, at, 0) + 0.0 * texelFetch(unused, at, 0);
            }
            """,
            new GridSize(1),
            [],
            SampledTexture,
            StorageBuffer,
            SampledTexture);

        var values = Enumerable.Range(0, Count).Select(i => (i - 100) / 4f).ToArray();
        var input = format == TexelFormat.Float32 ? Upload(values) : Upload(values.Select(v => (Half)v).ToArray());
        var output = Readback(Count);
        var source = Texture("source");
        var doubled = Texture("doubled");
        using var twicePipeline = twice.Compile(Device);
        using var fetchPipeline = fetch.Compile(Device);
        var groups = new GridSize(Width, Height, Layers);
        Run(
            new CopyToTextureCommand(input.Range!.Value, source.Texture!),
            new BarrierCommand(),
            twice.Dispatch(twicePipeline, groups, source, doubled),
            new BarrierCommand(),
            fetch.Dispatch(fetchPipeline, groups, source, output, doubled));
        Assert.That(Read<float>(output), Is.EqualTo(values.Select(v => 2 * v)));

        DeviceTensor Texture(string name)
        {
            var tensor = new DeviceTensor(name, Width, Height, Layers, format, TensorStorage.TextureArray);
            tensor.Bind(Device.CreateTexture(name, Width, Height, Layers, format));
            return tensor;
        }
    }

    [TestCase(TexelFormat.Int8, "u", "r32ui", 1)]
    [TestCase(TexelFormat.Int32, "i", "rgba32i", 4)]
    public void Integer_texels_keep_their_bits_through_a_texture_and_an_image(
        TexelFormat format, string prefix, string imageFormat, int wordsOfTexel)
    {
        const int Width = 3, Height = 2, Layers = 2;
        var words = Enumerable.Range(0, Width * Height * Layers * wordsOfTexel).Select(i => 0x80FF017F ^ ((uint)i * 0x01010101)).ToArray();
        var copy = new HandWrittenKernel(
            $$"""
            precision highp {{prefix}}sampler2DArray;
            precision highp {{prefix}}image2DArray;
            layout(binding = 0) uniform {{prefix}}sampler2DArray source;
            layout({{imageFormat}}, binding = 0) writeonly uniform {{prefix}}image2DArray destination;
            void main() {
                ivec3 at = ivec3(gl_GlobalInvocationID);
                imageStore(destination, at, texelFetch(source, at, 0));
            }
            """,
            new GridSize(1),
            [],
            SampledTexture,
            StorageImage);
        var unpack = new HandWrittenKernel(
            $$"""
            precision highp {{prefix}}sampler2DArray;
            layout(binding = 0) uniform {{prefix}}sampler2DArray source;
            layout(std430, binding = 0) writeonly buffer Destination { uint destination[]; };
            void main() {
                ivec3 at = ivec3(gl_GlobalInvocationID);
                ivec3 size = textureSize(source, 0);
                uvec4 texel = uvec4(texelFetch(source, at, 0));
                int index = (at.z * size.y + at.y) * size.x + at.x;
                for (int i = 0; i < {{wordsOfTexel}}; i++) destination[index * {{wordsOfTexel}} + i] = texel[i];
            }
            """,
            new GridSize(1),
            [],
            SampledTexture,
            StorageBuffer);
        var tensors = new DeviceTensor[2];
        for (var i = 0; i < 2; i++)
        {
            tensors[i] = new DeviceTensor($"tensor {i}", Width, Height, Layers, format, TensorStorage.TextureArray);
            tensors[i].Bind(Device.CreateTexture($"texture {i}", Width, Height, Layers, format));
        }

        var output = Readback(words.Length);
        using var copyPipeline = copy.Compile(Device);
        using var unpackPipeline = unpack.Compile(Device);
        var groups = new GridSize(Width, Height, Layers);
        Run(
            new CopyToTextureCommand(Upload(words).Range!.Value, tensors[0].Texture!),
            new BarrierCommand(),
            copy.Dispatch(copyPipeline, groups, tensors[0], tensors[1]),
            new BarrierCommand(),
            unpack.Dispatch(unpackPipeline, groups, tensors[1], output));
        Assert.That(Read<uint>(output), Is.EqualTo(words));
    }

    [Test]
    public void Late_constants_reach_the_shader_with_all_their_bits()
    {
        var seed = Environment.TickCount;
        TestContext.Out.WriteLine($"seed {seed}");
        var random = new Random(seed);
        uint[] floats =
        [
            0, 0x80000000, 1, 0x007FFFFF, 0x00800000, 0x3DCCCCCD, 0xBF800000, 0x7F7FFFFF, 0x7F800000, 0xFF800000,
            .. Enumerable.Range(0, 200).Select(_ => BitConverter.SingleToUInt32Bits(random.NextSingle() - 0.5f)),
            .. Enumerable.Range(0, 200).Select(_ => (uint)random.NextInt64(0x00800000, 0x7F800000)),
        ];
        LateConstant[] constants =
        [
            new("least", ConstantType.Int), new("most", ConstantType.UInt), new("yes", ConstantType.Bool), new("no", ConstantType.Bool),
            .. floats.Select((_, i) => new LateConstant($"float_{i}", ConstantType.Float)),
        ];
        var stores = string.Concat(floats.Select((_, i) => $"result[{i + 4}] = floatBitsToUint(float_{i});\n"));
        var kernel = new HandWrittenKernel(
            $$"""
            layout(std430, binding = 0) writeonly buffer Result { uint result[]; };
            void main() {
                result[0] = uint(5 -least);
                result[1] = most;
                result[2] = yes ? 1u : 0u;
                result[3] = no ? 1u : 0u;
                {{stores}}
            }
            """,
            new GridSize(1),
            constants,
            StorageBuffer);
        var output = Readback(constants.Length);
        using var pipeline = kernel.Compile(Device, [0x80000000, uint.MaxValue, 1, 0, .. floats]);
        Run(kernel.Dispatch(pipeline, new GridSize(1), output));
        Assert.That(Read<uint>(output), Is.EqualTo(new uint[] { 0x80000005, uint.MaxValue, 1, 0 }.Concat(floats)), $"seed {seed}");
    }

    [Test]
    public void The_workgroup_is_the_one_asked_for()
    {
        var kernel = new HandWrittenKernel(
            """
            layout(std430, binding = 0) writeonly buffer Result { uint result[]; };
            void main() { if (gl_LocalInvocationIndex == 0u) result[0] = gl_WorkGroupSize.x * 100u + gl_WorkGroupSize.y * 10u + gl_WorkGroupSize.z; }
            """,
            new GridSize(1),
            [],
            StorageBuffer);
        var output = Readback(1);
        using var pipeline = Device.CreatePipeline(new PipelineRequest(kernel.Variant, [], new GridSize(8, 4, 2)));
        Run(kernel.Dispatch(pipeline, new GridSize(1), output));
        Assert.That(Read<uint>(output), Is.EqualTo(new[] { 842u }));
    }

    [Test]
    public void Profile_runs_the_commands_and_measures_all_but_barriers()
    {
        var (input, output) = (Upload(1, 2, 3, 4), Readback(4));
        using var pipeline = Add.Compile(Device, 7);
        var dispatch = Add.Dispatch(pipeline, new GridSize(1), input, output);
        using var list = Device.Record([dispatch, new BarrierCommand(), dispatch]);
        var times = list.Profile();
        Assert.That(times, Has.Length.EqualTo(3));
        Assert.That(times[0], Is.GreaterThan(0));
        Assert.That(times[1], Is.Zero);
        Assert.That(times[2], Is.GreaterThan(0));
        Assert.That(Read<int>(output), Is.EqualTo(new[] { 8, 9, 10, 11 }));
    }

    [Test]
    public void An_empty_list_is_done_at_once()
    {
        using var list = Device.Record([]);
        list.Wait();
        list.Submit();
        list.Wait();
        Assert.That(list.Profile(), Is.Empty);
    }
}
