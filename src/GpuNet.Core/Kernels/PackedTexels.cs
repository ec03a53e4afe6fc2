using System.Runtime.InteropServices;
using GpuNet.Devices;

namespace GpuNet.Kernels;

/// <summary>Constants in the layout of a kernel: width x height x layers texels of four floats, still on the host.</summary>
internal sealed class PackedTexels(int width, int height, int layers)
{
    private readonly float[] values = new float[checked(4 * width * height * layers)];

    public int Width { get; } = width;

    public int Height { get; } = height;

    public int Layers { get; } = layers;

    /// <summary>A component of the texel at (x, y, layer).</summary>
    public ref float this[int x, int y, int layer, int component] =>
        ref values[(((((layer * Height) + y) * Width) + x) * 4) + component];

    /// <summary>The bytes in the order of a buffer, in the given format.</summary>
    public byte[] ToBytes(TexelFormat format)
    {
        if (format == TexelFormat.Float32) return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        var halves = new Half[values.Length];
        for (var i = 0; i < values.Length; i++) halves[i] = (Half)values[i];
        return MemoryMarshal.AsBytes(halves.AsSpan()).ToArray();
    }
}
