using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>The schema's TensorType.</summary>
internal static class TensorTypes
{
    private static readonly string[] Names =
    [
        "FLOAT32", "FLOAT16", "INT32", "UINT8", "INT64", "STRING", "BOOL", "INT16", "COMPLEX64", "INT8", "FLOAT64", "COMPLEX128",
        "UINT64", "RESOURCE", "VARIANT", "UINT32", "UINT16", "INT4", "BFLOAT16",
    ];

    /// <summary>The element type for a code, or null where GpuNet has none.</summary>
    public static ElementType? ToElementType(byte code) => code switch
    {
        0 => ElementType.Float32,
        1 => ElementType.Float16,
        2 => ElementType.Int32,
        3 => ElementType.UInt8,
        4 => ElementType.Int64,
        6 => ElementType.Bool,
        9 => ElementType.Int8,
        _ => null,
    };

    /// <summary>The schema's code for an element type.</summary>
    public static byte ToCode(ElementType type) => type switch
    {
        ElementType.Float32 => 0,
        ElementType.Float16 => 1,
        ElementType.Int32 => 2,
        ElementType.UInt8 => 3,
        ElementType.Int64 => 4,
        ElementType.Bool => 6,
        ElementType.Int8 => 9,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such element type."),
    };

    /// <summary>The schema's name for a code.</summary>
    public static string NameOf(byte code) => code < Names.Length ? Names[code] : $"with code {code}";
}
