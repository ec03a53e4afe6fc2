using GpuNet.Devices;

namespace GpuNet.Host;

/// <summary>A texture array in the host's own memory: the texels stand in the order of a tensor in a buffer.</summary>
internal sealed class HostTexture(string name, int width, int height, int layers, TexelFormat format) : IDeviceTexture
{
    public string Name => name;

    public int Width => width;

    public int Height => height;

    public int Layers => layers;

    public TexelFormat Format => format;

    /// <summary>The texels: (x, y, layer) is number <c>(layer * Height + y) * Width + x</c>.</summary>
    public HostBuffer Memory { get; } = new(name, (long)width * height * layers * format.ByteLength(), BufferPlacement.Device);

    public void Dispose() => Memory.Dispose();
}
