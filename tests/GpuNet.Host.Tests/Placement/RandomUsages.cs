using GpuNet.Devices;
using GpuNet.Placement;

namespace GpuNet.Host.Tests.Placement;

/// <summary>Networks of random lifetimes and sizes, the same for the same seed.</summary>
internal static class RandomUsages
{
    public static IEnumerable<int> Seeds => Enumerable.Range(1, 50);

    public static Usage[] Make(int seed)
    {
        var random = new Random(seed);
        var steps = random.Next(1, 40);
        return [.. Enumerable.Range(0, random.Next(1, 60)).Select(i =>
        {
            var first = random.Next(steps);
            var last = Math.Min(steps, first + (random.Next(8) == 0 ? random.Next(steps) : random.Next(3)));
            return new Usage((i * 3) + 1, random.NextInt64(1, random.Next(2) == 0 ? 300 : 100_000), first, last);
        })];
    }

    public static TextureUsage[] MakeTextures(int seed)
    {
        var random = new Random(seed);
        return [.. Make(seed).Select(usage => new TextureUsage(
            usage.Tensor, new TextureExtents(random.Next(1, 3), 7, random.Next(1, 3), TexelFormat.Float16), usage.FirstStep, usage.LastStep))];
    }

    public static T[] Shuffle<T>(T[] elements, int seed)
    {
        T[] shuffled = [.. elements];
        new Random(seed).Shuffle(shuffled);
        return shuffled;
    }
}
