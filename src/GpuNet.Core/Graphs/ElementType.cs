namespace GpuNet.Graphs;

/// <summary>The type of a tensor's elements.</summary>
public enum ElementType
{
    /// <summary>32-bit float.</summary>
    Float32,

    /// <summary>16-bit float.</summary>
    Float16,

    /// <summary>Unsigned 8-bit integer.</summary>
    UInt8,

    /// <summary>Signed 8-bit integer.</summary>
    Int8,

    /// <summary>Signed 32-bit integer.</summary>
    Int32,

    /// <summary>Signed 64-bit integer.</summary>
    Int64,

    /// <summary>Truth value, one byte.</summary>
    Bool,
}

/// <summary>Facts about <see cref="ElementType"/>.</summary>
public static class ElementTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int ByteLength(this ElementType type) => type switch
    {
        ElementType.UInt8 or ElementType.Int8 or ElementType.Bool => 1,
        ElementType.Float16 => 2,
        ElementType.Float32 or ElementType.Int32 => 4,
        ElementType.Int64 => 8,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };
}
