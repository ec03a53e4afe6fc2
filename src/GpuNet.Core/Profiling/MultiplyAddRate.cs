using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Profiling;

/// <summary>Multiplies and adds in registers, to measure how many multiply-adds a device does in a second.</summary>
/// <remarks>
/// <para>Grid: (length of the result), rounded up.</para>
/// <para>Layouts: seed, two floats that no compiler knows; result, one float an invocation, so that nothing is left out.</para>
/// <para>Cost: 32 multiply-adds of floats an iteration, in eight chains of four, which hide the latency of one another.</para>
/// </remarks>
/// <param name="seed">The factor and the summand.</param>
/// <param name="result">The sum of all chains.</param>
/// <param name="iterations">How often every chain is multiplied and added to.</param>
[Kernel(64)]
internal readonly partial struct MultiplyAddRate(ReadBuffer<float> seed, ReadWriteBuffer<float> result, int iterations)
{
    /// <summary>Multiply-adds of floats in an iteration of an invocation.</summary>
    public const int PerIteration = 32;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= result.Length) return;
        var factor = seed[0];
        var summand = new Float4(seed[1]);
        var a = new Float4(at.X);
        var b = a + summand;
        var c = b + summand;
        var d = c + summand;
        var e = d + summand;
        var f = e + summand;
        var g = f + summand;
        var h = g + summand;
        for (var i = 0; i < iterations; i++)
        {
            a = MulAdd(a, factor, summand);
            b = MulAdd(b, factor, summand);
            c = MulAdd(c, factor, summand);
            d = MulAdd(d, factor, summand);
            e = MulAdd(e, factor, summand);
            f = MulAdd(f, factor, summand);
            g = MulAdd(g, factor, summand);
            h = MulAdd(h, factor, summand);
        }

        var sum = a + b + c + d + e + f + g + h;
        result[at.X] = sum.X + sum.Y + sum.Z + sum.W;
    }
}
