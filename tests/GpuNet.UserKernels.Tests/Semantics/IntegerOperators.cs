using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>Every operator and function on int and uint, with what shaders leave undefined and C# does not.</summary>
/// <param name="a">Any integers.</param>
/// <param name="b">As many.</param>
/// <param name="results"><see cref="Slots"/> results for each pair.</param>
[Kernel(32)]
internal readonly partial struct IntegerOperators(ReadBuffer<int> a, ReadBuffer<int> b, ReadWriteBuffer<int> results)
{
    public const int Slots = 64;

    public void Execute(Invocation at)
    {
        if (at.X >= a.Length) return;
        var x = a[at.X];
        var y = b[at.X];
        Arithmetic(at.X * Slots, x, y);
        Unsigned((at.X * Slots) + 20, (uint)x, (uint)y);
        Bits((at.X * Slots) + 40, x, y);
    }

    private void Arithmetic(int slot, int x, int y)
    {
        // C# has no quotient for these two, and throws.
        var divisor = y == 0 || (x == int.MinValue && y == -1) ? 7 : y;
        results[slot] = x + y;
        results[slot + 1] = x - y;
        results[slot + 2] = x * y;
        results[slot + 3] = x / divisor;
        results[slot + 4] = x % divisor;
        results[slot + 5] = -x;
        results[slot + 6] = +x - -y;
        results[slot + 7] = Min(x, y);
        results[slot + 8] = Max(x, y);
        results[slot + 9] = Clamp(x, -100, 100);
        results[slot + 10] = Abs(x);
        results[slot + 11] = MulHigh(x, y);
        results[slot + 12] = x + int.MinValue;
        results[slot + 13] = x - int.MinValue;
        results[slot + 14] = x == int.MinValue ? 1 : 0;
        results[slot + 15] = (x < y ? 1 : 0) | (x <= y ? 2 : 0) | (x > y ? 4 : 0) | (x >= y ? 8 : 0) | (x == y ? 16 : 0) | (x != y ? 32 : 0);
        var i = x;
        i++;
        i *= 3;
        i--;
        i -= y;
        results[slot + 16] = i;
        results[slot + 17] = x % 16;
        results[slot + 18] = x / -4;
        results[slot + 19] = x - (y - (x - 1));
    }

    private void Unsigned(int slot, uint x, uint y)
    {
        var divisor = y == 0u ? 7u : y;
        results[slot] = (int)(x + y);
        results[slot + 1] = (int)(x - y);
        results[slot + 2] = (int)(x * y);
        results[slot + 3] = (int)(x / divisor);
        results[slot + 4] = (int)(x % divisor);
        results[slot + 5] = (int)Min(x, y);
        results[slot + 6] = (int)Max(x, y);
        results[slot + 7] = (int)MulHigh(x, y);
        results[slot + 8] = LeadingZeroCount(x);
        results[slot + 9] = LeadingZeroCount(x >> 13);
        results[slot + 10] = (x < y ? 1 : 0) | (x <= y ? 2 : 0) | (x > y ? 4 : 0) | (x >= y ? 8 : 0) | (x == y ? 16 : 0);
        results[slot + 11] = (int)(x + uint.MaxValue);
        var u = x;
        u--;
        u += 5u;
        u /= 3u;
        u++;
        results[slot + 12] = (int)u;
        results[slot + 13] = DotInt8(x, y);
        results[slot + 14] = (int)PackInt8(UnpackInt8(x) + UnpackInt8(y));
        results[slot + 15] = UnpackInt8(x).W;
        results[slot + 16] = LeadingZeroCount(x & 1u) * LeadingZeroCount(y) * 1000;
        results[slot + 17] = AsInt(AsFloat(0x3F800000 | (int)(x & 0x7FFFFFu)));
        results[slot + 18] = (int)AsUInt(AsFloat(0x40000000u | (y & 0x7FFFFFu)));
        results[slot + 19] = (int)(x % 10u);
    }

    private void Bits(int slot, int x, int y)
    {
        results[slot] = x & y;
        results[slot + 1] = x | y;
        results[slot + 2] = x ^ y;
        results[slot + 3] = ~x;
        results[slot + 4] = x << y;
        results[slot + 5] = x >> y;
        results[slot + 6] = (int)((uint)x << y);
        results[slot + 7] = (int)((uint)x >> y);
        results[slot + 8] = x << 33;
        results[slot + 9] = x >> 40;
        results[slot + 10] = x >> -1;
        results[slot + 11] = (int)~((uint)x ^ (uint)y);
        results[slot + 12] = (x & ~y) | (y & ~x);
        var s = x;
        s <<= y;
        s ^= y;
        s >>= 35;
        s |= x;
        s &= ~7;
        results[slot + 13] = s;
        var truth = x < 0;
        truth ^= y < 0;
        truth |= x == y;
        truth &= y != 5;
        results[slot + 14] = truth ? 1 : 0;
        results[slot + 15] = !truth | x > 3 & y > 3 ? 1 : 0;
        results[slot + 16] = (x & 1) == 0 ^ (y & 1) == 0 ? x : y;
        results[slot + 17] = 1 << (x & 63);
        results[slot + 18] = x + y << 1;
        results[slot + 19] = int.MinValue >> y;
    }
}
