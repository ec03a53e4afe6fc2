using System.Runtime.CompilerServices;
using GpuNet.Host;
using GpuNet.Language;

namespace GpuNet.Devices;

/// <summary>
/// A width x height x layers array of texels of four components: an activation in slices of four channels (layer =
/// batch * slices + slice), or packed weights in the order that their kernel documents.
/// </summary>
public sealed unsafe class DeviceTensor : DeviceResource
{
    /// <summary>Describes a tensor; <see cref="DeviceResource.Bind"/> or <see cref="Bind(IDeviceTexture)"/> gives it memory.</summary>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="width">Texels along x, at least 1.</param>
    /// <param name="height">Texels along y, at least 1.</param>
    /// <param name="layers">Number of layers, at least 1.</param>
    /// <param name="format">How a component is stored.</param>
    /// <param name="storage">Buffer or texture array.</param>
    public DeviceTensor(string name, int width, int height, int layers, TexelFormat format, TensorStorage storage)
        : base(name, checked((long)width * height * layers * format.ByteLength()))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        Width = width;
        Height = height;
        Layers = layers;
        Format = format;
        Storage = storage;
    }

    /// <summary>Texels along x.</summary>
    public int Width { get; }

    /// <summary>Texels along y.</summary>
    public int Height { get; }

    /// <summary>Number of layers.</summary>
    public int Layers { get; }

    /// <summary>How a component is stored.</summary>
    public TexelFormat Format { get; }

    /// <summary>Buffer or texture array.</summary>
    public TensorStorage Storage { get; }

    /// <summary>The texture array that holds it, once bound to one.</summary>
    public IDeviceTexture? Texture { get; private set; }

    /// <summary>Places the tensor in <paramref name="texture"/>, whose extents and format must be its own.</summary>
    public void Bind(IDeviceTexture texture)
    {
        ArgumentNullException.ThrowIfNull(texture);
        if (texture.Width != Width || texture.Height != Height || texture.Layers != Layers || texture.Format != Format)
            throw new ArgumentException($"{Name} and {texture.Name} differ in extents or format.", nameof(texture));
        Texture = texture;
        HostAddress = texture is HostTexture host ? host.Memory.Address : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Width}x{Height}x{Layers} {Format} {Storage}";

    internal T Load<T>(int x, int y, int layer)
        where T : unmanaged
    {
        var texel = Texel(x, y, layer);
        if (typeof(T) != typeof(Float4)) throw new KernelFaultException($"{Name}: texels read as Float4, not {typeof(T).Name}.");
        if (Format == TexelFormat.Float32) return Unsafe.ReadUnaligned<T>(texel);
        var halves = (Half*)texel;
        var value = new Float4((float)halves[0], (float)halves[1], (float)halves[2], (float)halves[3]);
        return Unsafe.As<Float4, T>(ref value);
    }

    internal void Store<T>(int x, int y, int layer, T value)
        where T : unmanaged
    {
        var texel = Texel(x, y, layer);
        if (typeof(T) != typeof(Float4)) throw new KernelFaultException($"{Name}: texels are written as Float4, not {typeof(T).Name}.");
        if (Format == TexelFormat.Float32)
        {
            Unsafe.WriteUnaligned(texel, value);
            return;
        }

        var floats = Unsafe.As<T, Float4>(ref value);
        var halves = (Half*)texel;
        for (var i = 0; i < 4; i++) halves[i] = (Half)floats[i];
    }

    private byte* Texel(int x, int y, int layer)
    {
        if ((uint)x >= (uint)Width || (uint)y >= (uint)Height || (uint)layer >= (uint)Layers || HostAddress == null)
            throw Fault(x, y, layer);
        return HostAddress + (((((long)layer * Height) + y) * Width) + x) * Format.ByteLength();
    }

    private KernelFaultException Fault(int x, int y, int layer) => new(HostAddress == null
        ? $"{Name} has no memory on the host."
        : $"{Name}: ({x}, {y}, {layer}) lies outside {Width} x {Height} x {Layers}.");
}
