using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Profiling;

/// <summary>Multiplies and adds in registers, to measure how many multiply-adds a device does in a second.</summary>
/// <remarks>
/// <para>Grid: (length of the result), rounded up.</para>
/// <para>Layouts: seed, two floats that no compiler knows; result, one float an invocation, so that nothing is left out.</para>
/// <para>Cost: 192 multiply-adds of floats an iteration, in twelve chains: enough to hide the latency of one another, and few enough to
/// stay in the sixteen registers that some processors have.</para>
/// </remarks>
/// <param name="seed">The factor and the summand.</param>
/// <param name="result">The sum of all chains.</param>
/// <param name="iterations">How often every chain is multiplied and added to.</param>
[Kernel(64)]
internal readonly partial struct MultiplyAddRate(ReadBuffer<float> seed, ReadWriteBuffer<float> result, int iterations)
{
    private const int Repetitions = 16;
    private const int Chains = 12;

    /// <summary>Multiply-adds of floats in an iteration of an invocation.</summary>
    public const int PerIteration = Repetitions * Chains;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= result.Length) return;
        var factor = seed[0];
        var summand = new Float4(seed[1]);
        var a = new Float4(at.X);
        var b = a + summand;
        var c = b + summand;
        for (var i = 0; i < iterations; i++)
        {
            // Of a constant number, so that compilers unroll it.
            for (var repetition = 0; repetition < Repetitions; repetition++)
            {
                a = MulAdd(a, factor, summand);
                b = MulAdd(b, factor, summand);
                c = MulAdd(c, factor, summand);
            }
        }

        var sum = a + b + c;
        result[at.X] = sum.X + sum.Y + sum.Z + sum.W;
    }
}
