using GpuNet.Language;

namespace GpuNet.UserKernels.Tests.Semantics;

/// <summary>Loops, jumps out of them, early returns, and reads that a condition guards.</summary>
[Kernel(16)]
internal readonly partial struct ControlFlow(ReadBuffer<int> a, ReadBuffer<int> b, ReadWriteBuffer<int> results)
{
    public const int Slots = 10;

    public void Execute(Invocation at)
    {
        if (at.X >= a.Length) return;
        var x = a[at.X];
        var y = b[at.X];
        var slot = at.X * Slots;
        results[slot] = Nested(x, y);
        results[slot + 1] = Collatz((x & 1023) + 1);
        results[slot + 2] = FirstAbove(at.X, y);
        results[slot + 3] = GuardedSum(at.X, 5);
        results[slot + 4] = Ladder(x, y);
        results[slot + 5] = DoWhile(x, y);
        results[slot + 6] = ChangedParameter(x, y);
        var total = 0;
        for (var i = 10; i > 0; i -= 3)
        {
            if (i == 4 && (x & 1) == 1) continue;
            total = (total * 31) + i;
        }

        results[slot + 7] = total;
        for (var i = 0; i < 4; i++)
        {
            var fresh = i * x;
            if ((fresh & 3) == 3) break;
            total += fresh;
        }

        results[slot + 8] = total;
        if ((x & 4) == 0) return;
        results[slot + 9] = 77;
    }

    private static int Nested(int x, int y)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++)
        {
            if (((x >> i) & 1) == 0) continue;
            for (var j = 0; j < 8; j++)
            {
                if (((y >> j) & 1) == 1) continue;
                if (i + j > 11) break;
                if (sum > 90) return -sum;
                sum += (i * 8) + j;
            }

            var k = 0;
            while (true)
            {
                k++;
                if (k > (x & 3)) break;
                if (k == 2) continue;
                sum += k;
            }
        }

        return sum;
    }

    private static int Collatz(int n)
    {
        var steps = 0;
        while (n != 1)
        {
            n = (n & 1) == 0 ? n / 2 : (3 * n) + 1;
            steps++;
        }

        return steps;
    }

    // Every invocation's own return leaves the others' loops alone.
    private int FirstAbove(int start, int limit)
    {
        for (var i = start; i < a.Length; i++)
        {
            if (a[i] > limit) return i;
        }

        return -1;
    }

    private int GuardedSum(int middle, int reach)
    {
        var sum = 0;
        for (var i = middle - reach; i <= middle + reach; i++)
        {
            if (i >= 0 && i < a.Length && a[i] > 0) sum += i;
            if (i < 0 || i >= b.Length || b[i] < 0) sum -= 1;
            sum ^= i >= 0 && i < a.Length ? a[i] : i;
        }

        return sum;
    }

    private static int Ladder(int x, int y)
    {
        if (x < 0)
        {
            if (y < 0) return 1;
            x = -(x / 2);
        }
        else if (x < 1000)
        {
            return 2;
        }
        else
        {
            x--;
        }

        if (y > x) return x;
        return y + 3;
    }

    private static int DoWhile(int x, int y)
    {
        var i = 0;
        var sum = 0;
        do
        {
            i++;
            if ((x >> i & 1) == 0) continue;
            if (i == 13) break;
            sum += y >> i;
        }
        while (i < 20 && sum < 100000);
        return (sum * 32) + i;
    }

    private static int ChangedParameter(int x, int y)
    {
        for (var i = 0; i < 5; i++)
        {
            x += Twice(y);
            y = x ^ i;
        }

        return x - y;
    }

    private static int Twice(int x)
    {
        x *= 2;
        return x;
    }
}
