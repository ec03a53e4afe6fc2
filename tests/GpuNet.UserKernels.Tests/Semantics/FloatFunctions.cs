using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>Operators, functions and conversions of float.</summary>
/// <param name="a">Values from -8 to 8.</param>
/// <param name="b">Values from 0.1 to 4.</param>
[Kernel(32)]
internal readonly partial struct FloatFunctions(ReadBuffer<float> a, ReadBuffer<float> b, ReadWriteBuffer<float> results)
{
    public const int Slots = 40;

    public void Execute(Invocation at)
    {
        if (at.X >= a.Length) return;
        var x = a[at.X];
        var y = b[at.X];
        Operators(at.X * Slots, x, y);
        Functions((at.X * Slots) + 20, x, y);
    }

    private void Operators(int slot, float x, float y)
    {
        var v = new Float4(x, y, -x, 2f);
        var w = new Float2(y, x);
        results[slot] = x + y;
        results[slot + 1] = x - y;
        results[slot + 2] = x * y;
        results[slot + 3] = x / y;
        results[slot + 4] = -x;
        results[slot + 5] = (int)(x * 100f);
        results[slot + 6] = (uint)(y * 100f);
        results[slot + 7] = (float)(int)x + (float)(uint)y;
        results[slot + 8] = x < y ? 1f : 0f;
        results[slot + 9] = Sum((v * y) + (v / y) - v);
        results[slot + 10] = Sum(-v * new Float4(1f, 2f, 3f, 4f));
        results[slot + 11] = Sum((Float4)(Int4)(v * 10f));
        results[slot + 12] = v[(int)(y * 50f) & 3];
        results[slot + 13] = ((w * w) - (w / 3f)).X;
        results[slot + 14] = Dot(v, v + 1f);
        results[slot + 15] = Dot(w, new Float2(2f));
        var f = x;
        f += 2;
        f *= y;
        f -= 1.5f;
        f /= 3f;
        f++;
        results[slot + 16] = f;
        results[slot + 17] = x * 1e-3f + 16777216f;
        results[slot + 18] = (int)-y;
        results[slot + 19] = x - (y - (x - 1f));
    }

    private void Functions(int slot, float x, float y)
    {
        results[slot] = MulAdd(x, y, 1f);
        results[slot + 1] = Min(x, y) + Max(x, 1f) * 3f;
        results[slot + 2] = Clamp(x, -y, y);
        results[slot + 3] = Abs(x);
        results[slot + 4] = Floor(x);
        results[slot + 5] = Ceiling(x);
        results[slot + 6] = RoundEven(x);
        results[slot + 7] = RoundEven(Floor(x) + 0.5f);
        results[slot + 8] = Sqrt(y);
        results[slot + 9] = InverseSqrt(y);
        results[slot + 10] = Exp(x);
        results[slot + 11] = Log(y);
        results[slot + 12] = Sin(x * 0.5f);
        results[slot + 13] = Cos(x * 0.5f);
        results[slot + 14] = Tanh(x);
        results[slot + 15] = Pow(y, x * 0.5f);
        results[slot + 16] = Sum(Exp(new Float4(x * 0.25f)));
        results[slot + 17] = UnpackHalf2(0x3C00C500u + (uint)y).X + (UnpackHalf2(0x3C00C500u + (uint)y).Y * 100f);
        results[slot + 18] = UnpackHalf2(PackHalf2(new Float2(Floor(x * 64f), y))).X;
        results[slot + 19] = Sum(MulAdd(new Float4(x), y, new Float4(1f, 2f, 3f, 4f)));
    }

    private static float Sum(Float4 v) => v.X + (v.Y * 2f) + (v.Z * 3f) + (v.W * 4f);
}
