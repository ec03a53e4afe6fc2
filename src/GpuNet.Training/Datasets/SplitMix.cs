namespace GpuNet.Datasets;

/// <summary>
/// SplitMix64 (Steele, Lea and Flood, 2014): numbers that depend on the seed alone, on every machine and in every version of the
/// runtime, which System.Random does not promise. Everything that a model's bytes depend on draws from it.
/// </summary>
/// <param name="seed">Any number.</param>
public struct SplitMix(ulong seed)
{
    private const ulong Golden = 0x9e3779b97f4a7c15;

    private ulong state = seed;

    /// <summary>A seed for one of many things under one seed.</summary>
    public static ulong Derive(ulong seed, ulong item) => Mix(Mix(seed + Golden) ^ Mix(item));

    /// <summary>64 random bits.</summary>
    public ulong Next() => Mix(state += Golden);

    /// <summary>A number of [0, 1).</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1ul << 53));

    /// <summary>A number of [0, <paramref name="count"/>).</summary>
    public int NextInt32(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    /// <summary>A number of the standard normal distribution (Box and Muller).</summary>
    public double NextGaussian() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>Puts elements into random order (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> elements)
    {
        for (var i = elements.Length - 1; i > 0; i--)
        {
            var other = NextInt32(i + 1);
            (elements[i], elements[other]) = (elements[other], elements[i]);
        }
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
