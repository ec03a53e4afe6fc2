using GpuNet.Devices;

namespace GpuNet.Placement;

/// <summary>A tensor that needs a texture array, and from which step to which.</summary>
/// <param name="Tensor">The tensor's index; no two usages have the same.</param>
/// <param name="Extents">The texture array that it needs.</param>
/// <param name="FirstStep">The step that writes it.</param>
/// <param name="LastStep">The last step that reads it; not before the first. It keeps its texture through this step.</param>
public readonly record struct TextureUsage(int Tensor, TextureExtents Extents, int FirstStep, int LastStep);

/// <summary>A texture array.</summary>
/// <param name="Width">Texels along x.</param>
/// <param name="Height">Texels along y.</param>
/// <param name="Layers">Number of layers.</param>
/// <param name="Format">How a texel is stored.</param>
public readonly record struct TextureExtents(int Width, int Height, int Layers, TexelFormat Format)
{
    /// <summary>Bytes of all texels.</summary>
    public long ByteLength => checked((long)Width * Height * Layers * Format.ByteLength());
}

/// <summary>Which texture arrays to make, and which tensor lies in which.</summary>
/// <param name="Textures">The number of the texture array of each tensor, by the tensor's index.</param>
/// <param name="Extents">The texture arrays.</param>
/// <param name="LargestLiveBytes">The most that is alive at any one step.</param>
public sealed record TexturePlan(
    IReadOnlyDictionary<int, int> Textures, IReadOnlyList<TextureExtents> Extents, long LargestLiveBytes)
{
    /// <summary>Bytes of all texture arrays.</summary>
    public long TotalBytes => Extents.Sum(extents => extents.ByteLength);
}

/// <summary>
/// Lets tensors of equal extents and format that are never alive at the same step share a texture array. Makes as few as can
/// be: for each kind, as many as are alive at once. A pure function.
/// </summary>
public static class TexturePool
{
    /// <summary>Assigns a texture array to each tensor.</summary>
    /// <param name="usages">What to place, in any order, which the plan does not depend on.</param>
    /// <exception cref="ArgumentException">A usage is unsound, or two have the same tensor.</exception>
    public static TexturePlan Assign(IReadOnlyList<TextureUsage> usages)
    {
        ArgumentNullException.ThrowIfNull(usages);
        var textures = new Dictionary<int, int>(usages.Count);
        var extents = new List<TextureExtents>();
        var lastSteps = new List<int>();
        foreach (var usage in usages.OrderBy(usage => usage.FirstStep).ThenBy(usage => usage.Tensor))
        {
            Check(usage);
            var texture = FindFree(usage, extents, lastSteps);
            if (texture == extents.Count)
            {
                extents.Add(usage.Extents);
                lastSteps.Add(usage.LastStep);
            }

            lastSteps[texture] = usage.LastStep;
            if (!textures.TryAdd(usage.Tensor, texture))
                throw new ArgumentException($"Tensor {usage.Tensor} is to be placed twice.", nameof(usages));
        }

        Usage[] bytes = [.. usages.Select(usage => new Usage(usage.Tensor, usage.Extents.ByteLength, usage.FirstStep, usage.LastStep))];
        return new TexturePlan(textures, extents, Lifetimes.LargestLiveBytes(bytes));
    }

    /// <summary>The first texture that fits and is free again, or the number of a new one.</summary>
    private static int FindFree(TextureUsage usage, List<TextureExtents> extents, List<int> lastSteps)
    {
        var texture = 0;
        while (texture < extents.Count && (extents[texture] != usage.Extents || lastSteps[texture] >= usage.FirstStep)) texture++;
        return texture;
    }

    private static void Check(TextureUsage usage)
    {
        var extents = usage.Extents;
        if (extents.Width < 1 || extents.Height < 1 || extents.Layers < 1)
        {
            throw new ArgumentException(
                $"Tensor {usage.Tensor} cannot be placed in a texture of {extents.Width} x {extents.Height} x {extents.Layers}.", nameof(usage));
        }

        Lifetimes.CheckSteps(usage.Tensor, usage.FirstStep, usage.LastStep);
    }
}
