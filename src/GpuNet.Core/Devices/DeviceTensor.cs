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
        if (typeof(T) != typeof(Float4))
        {
            CheckWords<T>();
            return Unsafe.ReadUnaligned<T>(texel);
        }

        if (Format == TexelFormat.Float32) return Unsafe.ReadUnaligned<T>(texel);
        var value = Format switch
        {
            TexelFormat.Float16 => HalvesAt(texel),
            TexelFormat.Int8 => (Float4)KernelMath.UnpackInt8(*(uint*)texel),
            _ => throw Mismatch<T>(),
        };
        return Unsafe.As<Float4, T>(ref value);
    }

    internal void Store<T>(int x, int y, int layer, T value)
        where T : unmanaged
    {
        var texel = Texel(x, y, layer);
        if (typeof(T) != typeof(Float4))
        {
            CheckWords<T>();
            Unsafe.WriteUnaligned(texel, value);
            return;
        }

        var floats = Unsafe.As<T, Float4>(ref value);
        switch (Format)
        {
            case TexelFormat.Float32:
                Unsafe.WriteUnaligned(texel, value);
                break;
            case TexelFormat.Float16:
                for (var i = 0; i < 4; i++) ((Half*)texel)[i] = (Half)floats[i];
                break;
            case TexelFormat.Int8:
                *(uint*)texel = KernelMath.PackInt8((Int4)floats);
                break;
            default:
                throw Mismatch<T>();
        }
    }

    private static Float4 HalvesAt(byte* texel)
    {
        var halves = (Half*)texel;
        return new Float4((float)halves[0], (float)halves[1], (float)halves[2], (float)halves[3]);
    }

    private void CheckWords<T>()
    {
        var fits = (typeof(T) == typeof(uint) && Format == TexelFormat.Int8) || (typeof(T) == typeof(Int4) && Format == TexelFormat.Int32);
        if (!fits) throw Mismatch<T>();
    }

    private KernelFaultException Mismatch<T>() => new($"{Name}: texels of {Format} are not {typeof(T).Name}.");

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
