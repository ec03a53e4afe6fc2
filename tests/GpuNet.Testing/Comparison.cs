using System.Globalization;
using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Testing;

/// <summary>How a tensor compares with what was expected.</summary>
/// <param name="Holds">Whether it is within the tolerance; for integers, equal.</param>
/// <param name="MaxDifference">The greatest absolute difference; infinite where a NaN stands on one side only.</param>
/// <param name="Message">Tensor, coordinates and both values where it does not hold: the worst float, or the first integer.</param>
public sealed record Comparison(bool Holds, double MaxDifference, string Message)
{
    /// <summary>Compares the elements of a tensor.</summary>
    /// <param name="tensor">What they are the elements of.</param>
    /// <param name="expected">The bytes that should be there.</param>
    /// <param name="actual">The bytes that are.</param>
    /// <param name="tolerance">For floats: absolute, or relative to the greatest magnitude that is expected, whichever allows more.</param>
    public static Comparison Of(Tensor tensor, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, double tolerance)
    {
        if (expected.Length != actual.Length)
            return new Comparison(false, double.PositiveInfinity, $"{tensor}: {actual.Length} bytes instead of {expected.Length}");
        return tensor.Type switch
        {
            ElementType.Float32 => OfFloats(tensor, As<float>(expected), As<float>(actual), tolerance),
            ElementType.UInt8 or ElementType.Bool => OfIntegers(tensor, expected, actual),
            ElementType.Int8 => OfIntegers(tensor, As<sbyte>(expected), As<sbyte>(actual)),
            ElementType.Int32 => OfIntegers(tensor, As<int>(expected), As<int>(actual)),
            ElementType.Int64 => OfIntegers(tensor, As<long>(expected), As<long>(actual)),
            _ => throw new ArgumentException($"{tensor} cannot be compared.", nameof(tensor)),
        };
    }

    private static ReadOnlySpan<T> As<T>(ReadOnlySpan<byte> bytes)
        where T : struct => MemoryMarshal.Cast<byte, T>(bytes);

    private static Comparison OfFloats(Tensor tensor, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        var (worst, at, magnitude) = (-1.0, 0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            magnitude = Math.Max(magnitude, Math.Abs(expected[i]));
            var difference = Difference(expected[i], actual[i]);
            if (difference > worst) (worst, at) = (difference, i);
        }

        var allowed = Math.Max(tolerance, tolerance * magnitude);
        var message = FormattableString.Invariant(
            $"{tensor} at {At(tensor.Shape, at)}: {actual[at]:R} instead of {expected[at]:R}, off by {worst:G3}; {allowed:G3} is allowed");
        return new Comparison(worst <= allowed, worst, message);
    }

    private static double Difference(float expected, float actual)
    {
        if (expected.Equals(actual)) return 0;
        var difference = Math.Abs((double)expected - actual);
        return double.IsNaN(difference) ? double.PositiveInfinity : difference;
    }

    private static Comparison OfIntegers<T>(Tensor tensor, ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : struct, IConvertible
    {
        var (greatest, differing, first) = (0.0, 0, -1);
        for (var i = 0; i < expected.Length; i++)
        {
            if (expected[i].Equals(actual[i])) continue;
            differing++;
            if (first < 0) first = i;
            var difference = Math.Abs(expected[i].ToDouble(CultureInfo.InvariantCulture) - actual[i].ToDouble(CultureInfo.InvariantCulture));
            greatest = Math.Max(greatest, difference);
        }

        if (first < 0) return new Comparison(true, 0, $"{tensor} is equal");
        var message = $"{tensor} first differs at {At(tensor.Shape, first)}: {actual[first]} instead of {expected[first]}; "
            + $"{differing} of {expected.Length} differ, by {greatest} at most";
        return new Comparison(false, greatest, message);
    }

    /// <summary>The coordinates of an element, outermost first.</summary>
    private static string At(Shape shape, int index)
    {
        var coordinates = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--)
        {
            coordinates[axis] = index % shape[axis];
            index /= shape[axis];
        }

        return $"({string.Join(", ", coordinates)})";
    }
}
