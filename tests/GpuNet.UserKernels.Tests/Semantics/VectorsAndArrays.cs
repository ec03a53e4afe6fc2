using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>Vectors and their components by number, local arrays, shared arrays, and loops over a structural parameter.</summary>
[Kernel(16)]
internal readonly partial struct VectorsAndArrays(
    ReadBuffer<int> a, ReadBuffer<int> b, ReadWriteBuffer<int> results, [Structural(1, 3, 4)] int taps)
{
    public const int Slots = 16;

    public void Execute(Invocation at)
    {
        var shared = at.Shared<int>(16);
        var pairs = at.Shared<Int2>(16);
        var index = Min(at.X, a.Length - 1);
        var x = a[index];
        var y = b[index];
        shared[at.LocalX] = x;
        pairs[15 - at.LocalX] = new Int2(x, y);
        at.Barrier();
        var fromOther = shared[(at.LocalX + 5) & 15] ^ pairs[at.LocalX].Y;
        at.Barrier();
        shared[at.LocalX] += fromOther;
        at.Barrier();
        var neighbour = shared[at.LocalX ^ 1];
        if (at.X >= a.Length) return;

        var slot = at.X * Slots;
        var v = new Int4(x, y, x ^ y, 3);
        var w = new UInt4((uint)y) + (UInt4)v;
        var p = new Int2(y, x);
        results[slot] = v[x & 3];
        results[slot + 1] = (int)w[y & 3];
        results[slot + 2] = p[(x >> 2) & 1];
        results[slot + 3] = Fold(((v * 3) - (v << 2)) & (v | 5));
        results[slot + 4] = Fold((Int4)((w >> 3) ^ w));
        results[slot + 5] = Fold(Clamp(v, new Int4(-50), new Int4(50)));
        results[slot + 6] = Fold(Max(-v, Min(v, new Int4(1, 2, 3, 4))) / 3);
        results[slot + 7] = ((p + 7) * new Int2(2, 3) >> 1).Y;
        results[slot + 8] = ByIndex(x, y);
        results[slot + 9] = Unrolled(x, y);
        results[slot + 10] = fromOther;
        results[slot + 11] = neighbour;
        results[slot + 12] = new Int4(x, y, 1, 2)[taps - 1];
        results[slot + 13] = Fold(default(Int4) + y);
        results[slot + 14] = at.GroupX + (at.LocalX * 100) + (at.GroupSizeX * 10000);
        results[slot + 15] = at.Y + at.LocalZ + at.GroupSizeY;
    }

    private static int Fold(Int4 v) => v.X + (v.Y * 3) + (v.Z * 5) + (v.W * 7);

    private static int ByIndex(int x, int y)
    {
        Span<int> table = stackalloc int[8];
        Span<Int2> pairs = stackalloc Int2[2];
        for (var i = 0; i < 8; i++) table[(i + x) & 7] = i * y;
        table[y & 7] += 1000;
        table[3] = table[x & 7] - table[(x >> 3) & 7];
        pairs[x & 1] = new Int2(x, y);
        var sum = pairs[y & 1].X;
        for (var i = 0; i < 8; i++) sum = (sum * 5) + table[i];
        return sum;
    }

    private int Unrolled(int x, int y)
    {
        Span<int> window = stackalloc int[taps];
        for (var i = 0; i < taps; i++)
        {
            var shifted = x >> i;
            window[i] = shifted * (i + 1);
        }

        var sum = 0;
        for (var i = 0; i < taps; i++)
        {
            var value = window[i];
            if (value > y) continue;
            for (var j = 0; j < taps; j++)
            {
                var product = value + j;
                sum ^= product * (window[j] + y);
            }
        }

        return sum;
    }
}
