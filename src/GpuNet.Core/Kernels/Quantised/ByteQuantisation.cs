using GpuNet.Graphs;

namespace GpuNet.Kernels;

/// <summary>
/// How a tensor of bytes stands for real numbers on the device: real = Scale * (q - ZeroPoint) with q signed. Unsigned tensors are
/// stored less 128, zero-point and all, so that one set of kernels serves both types: every formula has q - ZeroPoint alone.
/// </summary>
/// <param name="Scale">The scale.</param>
/// <param name="ZeroPoint">The zero-point as the device has it, -128 to 127.</param>
/// <param name="Offset">What was taken away: 128 for unsigned tensors, else 0.</param>
internal readonly record struct ByteQuantisation(float Scale, int ZeroPoint, int Offset)
{
    private const int UnsignedOffset = 128;

    /// <summary>The quantisation of a tensor of the graph; of its first channel where there are several.</summary>
    public static ByteQuantisation Of(Tensor tensor)
    {
        var offset = OffsetOf(tensor.Type);
        return new ByteQuantisation(tensor.Quantisation!.Scales[0], tensor.Quantisation.ZeroPoints[0] - offset, offset);
    }

    /// <summary>What is taken away from a value of a type to store it as a signed byte.</summary>
    public static int OffsetOf(ElementType type) => type == ElementType.UInt8 ? UnsignedOffset : 0;

    /// <summary>The zero-point in every byte of a word.</summary>
    public uint ZeroWord => (byte)ZeroPoint * 0x01010101u;

    /// <summary>The byte that stands for a real number, not clamped: halves away from zero.</summary>
    public int Quantise(float real) => ZeroPoint + (int)MathF.Round(real / Scale, MidpointRounding.AwayFromZero);

    /// <summary>The range of bytes under an activation.</summary>
    public ByteRange RangeOf(Activation activation) => activation switch
    {
        Activation.Relu => new(ZeroPoint, Math.Max(sbyte.MinValue, Quantise(0)), sbyte.MaxValue),
        Activation.Relu6 => new(ZeroPoint, Math.Max(sbyte.MinValue, Quantise(0)), Math.Min(sbyte.MaxValue, Quantise(6))),
        Activation.ReluN1To1 => new(ZeroPoint, Math.Max(sbyte.MinValue, Quantise(-1)), Math.Min(sbyte.MaxValue, Quantise(1))),
        _ => new(ZeroPoint, sbyte.MinValue, sbyte.MaxValue),
    };
}

/// <summary>What becomes of a result before it is written, as late constants.</summary>
/// <param name="ZeroPoint">Added to it.</param>
/// <param name="Low">Then its least value.</param>
/// <param name="High">And its greatest.</param>
internal readonly record struct ByteRange(int ZeroPoint, int Low, int High);
