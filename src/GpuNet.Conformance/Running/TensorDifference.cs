using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>How a computed tensor differs from the expected one.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Mismatches">How many elements differ by more than allowed.</param>
/// <param name="Max">The greatest difference of two numbers; infinite where one is not a number and the other is.</param>
/// <param name="Allowed">The greatest difference that is allowed.</param>
/// <param name="First">The first element that differs by more than allowed; null if none does.</param>
/// <param name="Worst">The element that differs most; null if none differs by more than allowed.</param>
public sealed record TensorDifference(
    Tensor Tensor, long Mismatches, double Max, double Allowed, ElementDifference? First, ElementDifference? Worst)
{
    /// <summary>Whether every element is as expected.</summary>
    public bool Agrees => Mismatches == 0;

    /// <summary>
    /// Compares two tensors. Integers must be the same to the bit. Floats may differ by <paramref name="tolerance"/>, or by
    /// that part of the greatest expected magnitude or of <paramref name="magnitude"/>, whichever is larger.
    /// </summary>
    /// <param name="tensor">The type and shape of both.</param>
    /// <param name="expected">The expected bytes, little-endian.</param>
    /// <param name="actual">As many computed ones.</param>
    /// <param name="tolerance">At least 0.</param>
    /// <param name="magnitude">The magnitude of the numbers that an element is computed from.</param>
    /// <exception cref="ArgumentException">The tensors differ in length.</exception>
    public static TensorDifference Compare(
        Tensor tensor, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, double tolerance, double magnitude = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (expected.Length != actual.Length) throw new ArgumentException("Both tensors have as many bytes.", nameof(actual));
        return tensor.Type switch
        {
            ElementType.Float32 => Compare<float>(tensor, expected, actual, tolerance, magnitude),
            ElementType.Float16 => Compare<Half>(tensor, expected, actual, tolerance, magnitude),
            ElementType.Int8 => Compare<sbyte>(tensor, expected, actual, 0, 0),
            ElementType.Int32 => Compare<int>(tensor, expected, actual, 0, 0),
            ElementType.Int64 => Compare<long>(tensor, expected, actual, 0, 0),
            _ => Compare<byte>(tensor, expected, actual, 0, 0),
        };
    }

    /// <summary>One line that says how much differs, and where.</summary>
    public string Describe() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Mismatches} of {Tensor.Shape.ElementCount} elements differ by more than {Allowed:G4}; first {First}; worst {Worst}");

    private static TensorDifference Compare<T>(
        Tensor tensor, ReadOnlySpan<byte> expectedBytes, ReadOnlySpan<byte> actualBytes, double tolerance, double magnitude)
        where T : unmanaged, INumberBase<T>
    {
        var expected = MemoryMarshal.Cast<byte, T>(expectedBytes);
        var actual = MemoryMarshal.Cast<byte, T>(actualBytes);
        var allowed = tolerance == 0 ? 0 : tolerance * Math.Max(Math.Max(1, magnitude), GreatestMagnitude(expected));
        var (mismatches, max, first, worst) = (0L, 0.0, -1, -1);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Difference(expected[i], actual[i]);
            if (difference > max) (max, worst) = (difference, i);
            if (difference <= allowed) continue;
            mismatches++;
            if (first < 0) first = i;
        }

        return mismatches == 0
            ? new TensorDifference(tensor, 0, max, allowed, null, null)
            : new TensorDifference(tensor, mismatches, max, allowed, Element(first, expected, actual), Element(worst, expected, actual));

        ElementDifference Element(int index, ReadOnlySpan<T> e, ReadOnlySpan<T> a) =>
            new(Coordinates(tensor.Shape, index), double.CreateChecked(e[index]), double.CreateChecked(a[index]));
    }

    private static double Difference<T>(T expected, T actual)
        where T : unmanaged, INumberBase<T>
    {
        if (expected == actual || (T.IsNaN(expected) && T.IsNaN(actual))) return 0;
        var difference = Math.Abs(double.CreateChecked(expected) - double.CreateChecked(actual));
        if (!double.IsFinite(difference)) return double.PositiveInfinity;
        // Neighbours among the largest 64-bit integers are one double.
        return difference == 0 ? 1 : difference;
    }

    /// <summary>The greatest magnitude of a number; infinities do not count.</summary>
    internal static double GreatestMagnitude<T>(ReadOnlySpan<T> values)
        where T : unmanaged, INumberBase<T>
    {
        var greatest = 0.0;
        foreach (var value in values)
        {
            var magnitude = Math.Abs(double.CreateChecked(value));
            if (double.IsFinite(magnitude)) greatest = Math.Max(greatest, magnitude);
        }

        return greatest;
    }

    private static int[] Coordinates(Shape shape, int index)
    {
        var coordinates = new int[shape.Rank];
        for (var axis = shape.Rank - 1; axis >= 0; axis--) (index, coordinates[axis]) = Math.DivRem(index, shape[axis]);
        return coordinates;
    }
}

/// <summary>An element that is not what it should be.</summary>
/// <param name="Coordinates">Its place, outermost axis first.</param>
/// <param name="Expected">What it should be.</param>
/// <param name="Actual">What it is.</param>
public sealed record ElementDifference(IReadOnlyList<int> Coordinates, double Expected, double Actual)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"[{string.Join(", ", Coordinates)}] expected {Expected}, got {Actual}");
}
