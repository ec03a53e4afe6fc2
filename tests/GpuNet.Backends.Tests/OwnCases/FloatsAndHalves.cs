using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>
/// A network in f16 storage reads what it is given, in 32 bits, beside what it has computed, in 16: in either place, by several
/// operators, by way of a reshape, and gives it out again.
/// </summary>
internal static class FloatsAndHalves
{
    public const int Image = 0, Row = 1, Weighted = 4, Reshaped = 5, Moved = 6, Joined = 7;

    public static readonly Graph Graph = new(
        [
            Floats(Image, "image", new Shape(1, 5, 7, 6)),
            Floats(Row, "row", new Shape(1, 1, 1, 6)),
            Floats(2, "positive", new Shape(1, 5, 7, 6)),
            Floats(3, "sum", new Shape(1, 5, 7, 6)),
            Floats(Weighted, "weighted", new Shape(1, 5, 7, 6)),
            Floats(Reshaped, "reshaped", new Shape(5, 7, 6)),
            Floats(Moved, "moved", new Shape(1, 7, 5, 6)),
            Floats(Joined, "joined", new Shape(1, 5, 7, 18)),
        ],
        [
            new Unary(0, [Image], 2, UnaryKind.HardSwish),
            new Binary(1, [Image, 2], 3, BinaryKind.Add, Activation.ReluN1To1),
            new Binary(2, [3, Row], Weighted, BinaryKind.Mul, Activation.None),
            new Reshape(3, [Image], Reshaped, IsSqueeze: false),
            new Reshape(4, [Reshaped], Moved, IsSqueeze: false),
            new Concatenation(5, [Image, Image, Weighted], Joined, 3, Activation.None),
        ],
        [Image, Row],
        [Image, Weighted, Reshaped, Moved, Joined]);

    /// <summary>Numbers up to 1 that no half holds.</summary>
    public static float[] Input(int tensor, int seed)
    {
        var random = new Random(seed + tensor);
        return Array.ConvertAll(new float[Graph.Tensors[tensor].Shape.ElementCount], _ => MathF.BitIncrement((float)(Half)((2 * random.NextSingle()) - 1)));
    }

    public static byte[] Bytes(float[] values) => MemoryMarshal.AsBytes<float>(values).ToArray();

    private static Tensor Floats(int index, string name, Shape shape) => new(index, name, ElementType.Float32, shape, null, null);
}
