using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;

namespace GpuNet.Backends.Metal;

/// <summary>An array of two-dimensional textures, in the device's own storage.</summary>
internal sealed class MetalTexture : MetalObject, IDeviceTexture
{
    private MetalTexture(MetalDevice device, string name, RetainedObject handle, int width, int height, int layers, TexelFormat format)
        : base(device, name, handle)
    {
        Width = width;
        Height = height;
        Layers = layers;
        Format = format;
    }

    public int Width { get; }

    public int Height { get; }

    public int Layers { get; }

    public TexelFormat Format { get; }

    /// <summary>Bytes of a row of texels.</summary>
    public long RowByteLength => (long)Width * Format.ByteLength();

    /// <summary>Bytes of a layer without padding.</summary>
    public long LayerByteLength => RowByteLength * Height;

    /// <summary>Bytes of all texels without padding.</summary>
    public long ByteLength => LayerByteLength * Layers;

    /// <summary>Allocates one that kernels read and write.</summary>
    /// <exception cref="DeviceException">An extent is above the device's limit, or there is not so much memory.</exception>
    public static MetalTexture Create(MetalDevice device, MTLDevice metal, string name, int width, int height, int layers, TexelFormat format)
    {
        var limits = device.Info.Limits;
        CheckLimit(device, name, "wide", width, limits.MaxTextureExtent);
        CheckLimit(device, name, "high", height, limits.MaxTextureExtent);
        CheckLimit(device, name, "layers deep", layers, limits.MaxTextureLayers);
        using var descriptor = MTLTextureDescriptor.New();
        var wanted = new MTLTextureDescriptor(descriptor.Pointer);
        wanted.SetTextureType(MTLTextureType.Type2DArray);
        wanted.SetPixelFormat(PixelFormat(format));
        wanted.SetWidth(width);
        wanted.SetHeight(height);
        wanted.SetArrayLength(layers);
        wanted.SetStorageMode(MTLStorageMode.Private);
        wanted.SetUsage(MTLTextureUsage.ShaderRead | MTLTextureUsage.ShaderWrite);
        var texture = metal.NewTexture(descriptor.Pointer);
        if (texture == 0)
            throw new DeviceException($"{name} of {width}x{height}x{layers} texels: {device.Info.Name} has not so much memory left.");
        Label.Set(texture, name);
        return new MetalTexture(device, name, new RetainedObject(texture), width, height, layers, format);
    }

    private static MTLPixelFormat PixelFormat(TexelFormat format) => format switch
    {
        TexelFormat.Float32 => MTLPixelFormat.RGBA32Float,
        TexelFormat.Float16 => MTLPixelFormat.RGBA16Float,
        TexelFormat.Int8 => MTLPixelFormat.R32Uint,
        TexelFormat.Int32 => MTLPixelFormat.RGBA32Sint,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such texel format."),
    };

    private static void CheckLimit(MetalDevice device, string name, string extent, int value, int limit)
    {
        if (value > limit) throw new DeviceException($"{name} is {value} {extent}; {device.Info.Name} has textures of at most {limit}.");
    }
}
