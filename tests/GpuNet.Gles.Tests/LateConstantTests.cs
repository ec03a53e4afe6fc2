using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Shaders.BindingType;

namespace GpuNet.Gles.Tests;

/// <summary>Macros carry late constants into a shader with all their bits.</summary>
internal sealed class LateConstantTests : DeviceFixture
{
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
        KernelScalar[] constants =
        [
            new("least", ScalarType.Int), new("most", ScalarType.UInt), new("yes", ScalarType.Bool), new("no", ScalarType.Bool),
            .. floats.Select((_, i) => new KernelScalar($"float_{i}", ScalarType.Float)),
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
}
