using GpuNet.Graphs;

namespace GpuNet.Quantising;

/// <summary>The range of real numbers that the integers of a tensor stand for. It always has 0 in it, which must be exact.</summary>
public readonly record struct ValueRange
{
    /// <summary>The smallest range with these numbers and 0 in it.</summary>
    public ValueRange(double least, double greatest)
    {
        Least = Math.Min(least, 0);
        Greatest = Math.Max(greatest, 0);
    }

    /// <summary>The least number, at most 0.</summary>
    public double Least { get; }

    /// <summary>The greatest number, at least 0.</summary>
    public double Greatest { get; }

    /// <summary>The quantisation of probabilities: SOFTMAX and LOGISTIC are defined with 1/256, from the type's least value.</summary>
    public static Quantisation Probabilities(ElementType type) => new([1 / 256f], [LeastOf(type)], 0);

    /// <summary>The smallest range with both in it.</summary>
    public ValueRange Union(ValueRange other) => new(Math.Min(Least, other.Least), Math.Max(Greatest, other.Greatest));

    /// <summary>The range with room for what was not seen.</summary>
    /// <param name="share">How much is added on each side, as a share of the width.</param>
    public ValueRange Widen(double share)
    {
        var more = (Greatest - Least) * share;
        return new ValueRange(Least - more, Greatest + more);
    }

    /// <summary>Scale and zero-point that lay the 256 values of a type over the range.</summary>
    /// <param name="type">UInt8 or Int8.</param>
    public Quantisation ToQuantisation(ElementType type)
    {
        var least = LeastOf(type);
        var width = Greatest - Least;

        // A tensor that is always 0 may have any scale; one that floats can divide by.
        var scale = (float)Math.Max(width / 255, 1e-8);
        var zeroPoint = Math.Clamp((int)Math.Round(least - (Least / scale), MidpointRounding.AwayFromZero), least, least + 255);
        return new Quantisation([scale], [zeroPoint], 0);
    }

    private static int LeastOf(ElementType type) => type switch
    {
        ElementType.UInt8 => 0,
        ElementType.Int8 => -128,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "Only 8-bit types are quantised to."),
    };
}
