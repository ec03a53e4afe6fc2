using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>A two-dimensional array texture of immutable extents, one level, without filtering.</summary>
internal sealed unsafe class GlesTexture : GlesObject, IDeviceTexture
{
    private GlesTexture(GlesContextThread thread, string name, GridSize extents, TexelFormat format, uint id)
        : base(thread, name, id)
    {
        (Width, Height, Layers) = extents;
        Format = format;
    }

    public int Width { get; }

    public int Height { get; }

    public int Layers { get; }

    public TexelFormat Format { get; }

    /// <summary>Bytes of all texels, without padding.</summary>
    public long ByteLength => new GridSize(Width, Height, Layers).Count * Format.ByteLength();

    /// <summary>The API's name of the format.</summary>
    public uint InternalFormat => InternalFormatOf(Format);

    /// <summary>The API's name of the type of a component.</summary>
    public uint ComponentType => Format switch
    {
        TexelFormat.Float16 => GL_HALF_FLOAT,
        TexelFormat.Int8 => GL_UNSIGNED_INT,
        TexelFormat.Int32 => GL_INT,
        _ => GL_FLOAT,
    };

    /// <summary>Bytes of a component as the API sees it; where four 8-bit values are packed in a word, that word is one.</summary>
    public int ComponentByteLength => Format == TexelFormat.Float16 ? 2 : 4;

    /// <summary>The API's name of the components that a texel has.</summary>
    public uint Components => Format switch
    {
        TexelFormat.Int8 => GL_RED_INTEGER,
        TexelFormat.Int32 => GL_RGBA_INTEGER,
        _ => GL_RGBA,
    };

    /// <summary>Allocates a texture.</summary>
    /// <exception cref="DeviceException">An extent is above the device's limit, or there is not so much memory.</exception>
    public static GlesTexture Create(GlesContextThread thread, DeviceLimits limits, string name, GridSize extents, TexelFormat format)
    {
        ArgumentNullException.ThrowIfNull(name);
        CheckExtent(name, "width", extents.X, limits.MaxTextureExtent);
        CheckExtent(name, "height", extents.Y, limits.MaxTextureExtent);
        CheckExtent(name, "layers", extents.Z, limits.MaxTextureLayers);
        var internalFormat = InternalFormatOf(format);
        var id = thread.Invoke(gl =>
        {
            uint created;
            gl.glGenTextures(1, &created);
            try
            {
                gl.glActiveTexture(GL_TEXTURE0);
                gl.glBindTexture(GL_TEXTURE_2D_ARRAY, created);
                gl.glTexStorage3D(GL_TEXTURE_2D_ARRAY, 1, internalFormat, extents.X, extents.Y, extents.Z);
                gl.glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MIN_FILTER, (int)GL_NEAREST);
                gl.glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_MAG_FILTER, (int)GL_NEAREST);
                gl.glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_WRAP_S, (int)GL_CLAMP_TO_EDGE);
                gl.glTexParameteri(GL_TEXTURE_2D_ARRAY, GL_TEXTURE_WRAP_T, (int)GL_CLAMP_TO_EDGE);
                gl.Check($"Allocating texture '{name}' of {extents} {format}: glTexStorage3D");
            }
            catch (DeviceException)
            {
                gl.glDeleteTextures(1, &created);
                throw;
            }

            return created;
        });
        return new GlesTexture(thread, name, extents, format, id);
    }

    private protected override void Delete(Gl gl)
    {
        var id = Id;
        gl.glDeleteTextures(1, &id);
    }

    /// <summary>The API's name of a format.</summary>
    internal static uint InternalFormatOf(TexelFormat format) => format switch
    {
        TexelFormat.Float32 => GL_RGBA32F,
        TexelFormat.Float16 => GL_RGBA16F,
        TexelFormat.Int8 => GL_R32UI,
        TexelFormat.Int32 => GL_RGBA32I,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such texel format."),
    };

    private static void CheckExtent(string name, string what, int extent, int limit)
    {
        if (extent < 1) throw new ArgumentOutOfRangeException(what, extent, $"Texture '{name}': {what} is below 1.");
        if (extent > limit) throw new DeviceException($"Texture '{name}': {what} is {extent}, and the device's limit is {limit}.");
    }
}
