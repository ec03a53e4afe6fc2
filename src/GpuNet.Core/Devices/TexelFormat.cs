namespace GpuNet.Devices;

/// <summary>How the four components of a texel are stored.</summary>
public enum TexelFormat
{
    /// <summary>Four 32-bit floats, 16 bytes.</summary>
    Float32,

    /// <summary>Four 16-bit floats, 8 bytes; kernels compute in 32 bits.</summary>
    Float16,

    /// <summary>Four signed 8-bit integers in one 32-bit word, the first in the lowest bits: 4 bytes.</summary>
    Int8,

    /// <summary>Four signed 32-bit integers, 16 bytes.</summary>
    Int32,
}

/// <summary>Facts about <see cref="TexelFormat"/>.</summary>
public static class TexelFormats
{
    /// <summary>Bytes of one texel.</summary>
    public static int ByteLength(this TexelFormat format) => format switch
    {
        TexelFormat.Float32 => 16,
        TexelFormat.Float16 => 8,
        TexelFormat.Int8 => 4,
        TexelFormat.Int32 => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "No such texel format."),
    };
}
