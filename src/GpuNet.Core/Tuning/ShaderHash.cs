using System.Globalization;
using GpuNet.Shaders;

namespace GpuNet.Tuning;

/// <summary>A hash of shaders by their text (FNV-1a, 64 bits): another version of a kernel has another one.</summary>
internal static class ShaderHash
{
    private const ulong Basis = 14695981039346656037UL;
    private const ulong Prime = 1099511628211UL;

    /// <summary>The hash of variants of kernels, in hexadecimal digits.</summary>
    public static string Of(IEnumerable<KernelVariant> variants)
    {
        var hash = Basis;
        foreach (var variant in variants)
        {
            foreach (var value in variant.GlslUtf8) hash = (hash ^ value) * Prime;
        }

        return Text(hash);
    }

    /// <summary>The hash of a text, in hexadecimal digits.</summary>
    public static string Of(string text)
    {
        var hash = Basis;
        foreach (var value in text) hash = (hash ^ value) * Prime;
        return Text(hash);
    }

    private static string Text(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);
}
