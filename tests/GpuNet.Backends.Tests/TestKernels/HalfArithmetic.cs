using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Backends.Tests.TestKernels;

/// <summary>
/// All that the compiler narrows to halves: variables, literals, arrays, shared arrays, functions, conversions, bits, uniforms and elements
/// of buffers. Of a row of four texels, each with its right neighbour.
/// </summary>
[Kernel(4, ComputesInHalves = true)]
internal readonly partial struct HalfArithmetic(
    ReadTensor<Float4> source, ReadBuffer<float> factors, WriteTensor<Float4> destination, ReadWriteBuffer<float> results, float offset)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var texels = at.Shared<Float4>(4);
        texels[at.LocalX] = source.Read(at.LocalX, 0, 0);
        at.Barrier();
        Span<Float4> steps = stackalloc Float4[2];
        for (var i = 0; i < 2; i++) steps[i] = new Float4(0.25f * (i + at.LocalX));
        var sum = Weighted(texels[at.LocalX], texels[(at.LocalX + 1) % 4], factors[0]);
        var next = at.LocalX;
        while (next < 2)
        {
            sum += steps[next % 2];
            next++;
        }

        var bits = AsUInt(sum.X);
        var half = UnpackHalf2(PackHalf2(new Float2(sum.Y, offset)));
        destination.Write(at.LocalX, 0, 0, at.LocalX % 2 == 0 ? sum : -Max(sum, new Float4(half.X, half.Y, 1f, 1f)));
        results[at.LocalX] = AsFloat(bits);
        // A half does not hold 2048.5.
        results[4 + at.LocalX] = sum.Y + 2048f - 2048f;
    }

    private static Float4 Weighted(Float4 own, Float4 other, float factor)
    {
        var product = own * factor;
        return MulAdd(other, new Float4(0.5f), product);
    }
}
