using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>RELU and then QUANTIZE. What a model is given stays in 32 bits, so in f16 storage no operator alone makes bytes of halves.</summary>
internal static class HalvesToBytes
{
    public static readonly Shape Shape = new(2, 5, 7, 6);

    public static readonly Graph Graph = new(
        [
            new Tensor(0, "input", ElementType.Float32, Shape, null, null),
            new Tensor(1, "positive", ElementType.Float32, Shape, null, null),
            new Tensor(2, "output", ElementType.UInt8, Shape, new Quantisation([0.03125f], [17], 0), null),
        ],
        [new Unary(0, [0], 1, UnaryKind.Relu), new Quantize(1, [1], 2)],
        [0],
        [2]);

    public static SessionOptions Options(TensorStorage storage) => new() { Storage = storage, FloatStorage = FloatStorage.Float16 };

    /// <summary>Numbers that halves hold, so that the bytes have to be exact.</summary>
    public static byte[] Input(int seed)
    {
        var random = new Random(seed);
        var elements = Array.ConvertAll(new float[Shape.ElementCount], _ => (float)(Half)((random.NextSingle() * 12f) - 4f));
        return MemoryMarshal.AsBytes<float>(elements).ToArray();
    }
}
