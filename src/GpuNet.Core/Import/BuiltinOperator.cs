namespace GpuNet.Import;

/// <summary>The schema's BuiltinOperator, those that GpuNet runs.</summary>
internal enum BuiltinOperator
{
    Add = 0,
    AveragePool2D = 1,
    Concatenation = 2,
    Conv2D = 3,
    DepthwiseConv2D = 4,
    Dequantize = 6,
    FullyConnected = 9,
    Logistic = 14,
    MaxPool2D = 17,
    Mul = 18,
    Relu = 19,
    Relu6 = 21,
    Reshape = 22,
    ResizeBilinear = 23,
    Softmax = 25,
    Custom = 32,
    Pad = 34,
    Mean = 40,
    Sub = 41,
    Squeeze = 43,
    ArgMax = 56,
    PadV2 = 60,
    ResizeNearestNeighbor = 97,
    Quantize = 114,
    HardSwish = 117,
}

/// <summary>Names and options of the operators.</summary>
internal static class BuiltinOperators
{
    // In the order of their codes, so that a message can name an operator that GpuNet does not run.
    private static readonly string[] Names =
    [
        "ADD", "AVERAGE_POOL_2D", "CONCATENATION", "CONV_2D", "DEPTHWISE_CONV_2D", "DEPTH_TO_SPACE", "DEQUANTIZE",
        "EMBEDDING_LOOKUP", "FLOOR", "FULLY_CONNECTED", "HASHTABLE_LOOKUP", "L2_NORMALIZATION", "L2_POOL_2D",
        "LOCAL_RESPONSE_NORMALIZATION", "LOGISTIC", "LSH_PROJECTION", "LSTM", "MAX_POOL_2D", "MUL", "RELU", "RELU_N1_TO_1",
        "RELU6", "RESHAPE", "RESIZE_BILINEAR", "RNN", "SOFTMAX", "SPACE_TO_DEPTH", "SVDF", "TANH", "CONCAT_EMBEDDINGS",
        "SKIP_GRAM", "CALL", "CUSTOM", "EMBEDDING_LOOKUP_SPARSE", "PAD", "UNIDIRECTIONAL_SEQUENCE_RNN", "GATHER",
        "BATCH_TO_SPACE_ND", "SPACE_TO_BATCH_ND", "TRANSPOSE", "MEAN", "SUB", "DIV", "SQUEEZE", "UNIDIRECTIONAL_SEQUENCE_LSTM",
        "STRIDED_SLICE", "BIDIRECTIONAL_SEQUENCE_RNN", "EXP", "TOPK_V2", "SPLIT", "LOG_SOFTMAX", "DELEGATE",
        "BIDIRECTIONAL_SEQUENCE_LSTM", "CAST", "PRELU", "MAXIMUM", "ARG_MAX", "MINIMUM", "LESS", "NEG", "PADV2", "GREATER",
        "GREATER_EQUAL", "LESS_EQUAL", "SELECT", "SLICE", "SIN", "TRANSPOSE_CONV", "SPARSE_TO_DENSE", "TILE", "EXPAND_DIMS",
        "EQUAL", "NOT_EQUAL", "LOG", "SUM", "SQRT", "RSQRT", "SHAPE", "POW", "ARG_MIN", "FAKE_QUANT", "REDUCE_PROD",
        "REDUCE_MAX", "PACK", "LOGICAL_OR", "ONE_HOT", "LOGICAL_AND", "LOGICAL_NOT", "UNPACK", "REDUCE_MIN", "FLOOR_DIV",
        "REDUCE_ANY", "SQUARE", "ZEROS_LIKE", "FILL", "FLOOR_MOD", "RANGE", "RESIZE_NEAREST_NEIGHBOR", "LEAKY_RELU",
        "SQUARED_DIFFERENCE", "MIRROR_PAD", "ABS", "SPLIT_V", "UNIQUE", "CEIL", "REVERSE_V2", "ADD_N", "GATHER_ND", "COS",
        "WHERE", "RANK", "ELU", "REVERSE_SEQUENCE", "MATRIX_DIAG", "QUANTIZE", "MATRIX_SET_DIAG", "ROUND", "HARD_SWISH", "IF",
        "WHILE", "NON_MAX_SUPPRESSION_V4", "NON_MAX_SUPPRESSION_V5", "SCATTER_ND", "SELECT_V2", "DENSIFY", "SEGMENT_SUM",
        "BATCH_MATMUL",
    ];

    /// <summary>The schema's name for a code.</summary>
    public static string NameOf(int code) => (uint)code < (uint)Names.Length ? Names[code] : $"BUILTIN_{code}";

    /// <summary>The schema's BuiltinOptions code of the table that holds this operator's options; 0 where none is read.</summary>
    public static int OptionsTypeOf(BuiltinOperator code) => code switch
    {
        BuiltinOperator.Conv2D => 1,
        BuiltinOperator.DepthwiseConv2D => 2,
        BuiltinOperator.AveragePool2D or BuiltinOperator.MaxPool2D => 5,
        BuiltinOperator.FullyConnected => 8,
        BuiltinOperator.Softmax => 9,
        BuiltinOperator.Concatenation => 10,
        BuiltinOperator.Add => 11,
        BuiltinOperator.ResizeBilinear => 15,
        BuiltinOperator.Reshape => 17,
        BuiltinOperator.Mul => 21,
        BuiltinOperator.Mean => 27,
        BuiltinOperator.Sub => 28,
        BuiltinOperator.ArgMax => 40,
        BuiltinOperator.ResizeNearestNeighbor => 74,
        _ => 0,
    };
}
