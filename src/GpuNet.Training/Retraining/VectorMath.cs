using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace GpuNet.Retraining;

/// <summary>
/// Sums over vectors. A sum has eight parts, whatever the width of the processor's registers, so its order is always the same.
/// </summary>
internal static class VectorMath
{
    private const int Lanes = 8;

    /// <summary>The sum of products.</summary>
    public static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var whole = a.Length / Lanes * Lanes;
        var sums = Vector256<float>.Zero;
        var left = Blocks(a);
        var right = Blocks(b);
        for (var i = 0; i < left.Length; i++) sums += left[i] * right[i];
        var total = 0f;
        for (var lane = 0; lane < Lanes; lane++) total += sums[lane];
        for (var i = whole; i < a.Length; i++) total += a[i] * b[i];
        return total;
    }

    /// <summary>target += factor * x.</summary>
    public static void AddScaled(Span<float> target, float factor, ReadOnlySpan<float> x)
    {
        var width = Vector<float>.Count;
        var i = 0;
        for (; i <= target.Length - width; i += width)
            (new Vector<float>(target[i..]) + (new Vector<float>(x[i..]) * factor)).CopyTo(target[i..]);
        for (; i < target.Length; i++) target[i] += factor * x[i];
    }

    /// <summary>scores = e^scores / sum of e^scores.</summary>
    public static void Softmax(Span<float> scores)
    {
        var greatest = float.NegativeInfinity;
        foreach (var score in scores) greatest = Math.Max(greatest, score);
        var sum = 0f;
        foreach (ref var score in scores)
        {
            score = MathF.Exp(score - greatest);
            sum += score;
        }

        foreach (ref var score in scores) score /= sum;
    }

    private static ReadOnlySpan<Vector256<float>> Blocks(ReadOnlySpan<float> values) =>
        MemoryMarshal.Cast<float, Vector256<float>>(values);
}
