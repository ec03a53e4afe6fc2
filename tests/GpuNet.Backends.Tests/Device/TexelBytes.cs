using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>Floats as the bytes of texels.</summary>
internal static class TexelBytes
{
    public static byte[] Of(ReadOnlySpan<float> components, TexelFormat format)
    {
        if (format == TexelFormat.Float32) return MemoryMarshal.AsBytes(components).ToArray();
        var halves = new Half[components.Length];
        for (var i = 0; i < halves.Length; i++) halves[i] = (Half)components[i];
        return MemoryMarshal.AsBytes<Half>(halves).ToArray();
    }
}
