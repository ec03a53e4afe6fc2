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

    /// <summary>The schema's name for a code.</summary>
    public static string NameOf(byte code) => code < Names.Length ? Names[code] : $"with code {code}";
}
