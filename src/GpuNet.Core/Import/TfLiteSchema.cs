namespace GpuNet.Import;

/// <summary>The tables of TensorFlow Lite's public schema, version 3: the number and name of each field that is read or written.</summary>
internal static class TfLiteSchema
{
    /// <summary>Model.version of every file that this schema describes.</summary>
    public const uint Version = 3;

    /// <summary>The four letters at byte 4 of a file.</summary>
    public static ReadOnlySpan<byte> Identifier => "TFL3"u8;

    public static class Model
    {
        public static readonly SchemaField Version = new(0, "version");
        public static readonly SchemaField OperatorCodes = new(1, "operator_codes");
        public static readonly SchemaField Subgraphs = new(2, "subgraphs");
        public static readonly SchemaField Description = new(3, "description");
        public static readonly SchemaField Buffers = new(4, "buffers");
        public static readonly SchemaField Metadata = new(6, "metadata");
    }

    public static class OperatorCode
    {
        public static readonly SchemaField DeprecatedBuiltinCode = new(0, "deprecated_builtin_code");
        public static readonly SchemaField CustomCode = new(1, "custom_code");
        public static readonly SchemaField Version = new(2, "version");
        public static readonly SchemaField BuiltinCode = new(3, "builtin_code");
    }

    public static class SubGraph
    {
        public static readonly SchemaField Tensors = new(0, "tensors");
        public static readonly SchemaField Inputs = new(1, "inputs");
        public static readonly SchemaField Outputs = new(2, "outputs");
        public static readonly SchemaField Operators = new(3, "operators");
        public static readonly SchemaField Name = new(4, "name");
    }

    public static class Tensor
    {
        public static readonly SchemaField Shape = new(0, "shape");
        public static readonly SchemaField Type = new(1, "type");
        public static readonly SchemaField Buffer = new(2, "buffer");
        public static readonly SchemaField Name = new(3, "name");
        public static readonly SchemaField Quantization = new(4, "quantization");
        public static readonly SchemaField IsVariable = new(5, "is_variable");
        public static readonly SchemaField Sparsity = new(6, "sparsity");
        public static readonly SchemaField HasRank = new(8, "has_rank");
    }

    public static class QuantizationParameters
    {
        public static readonly SchemaField Scale = new(2, "scale");
        public static readonly SchemaField ZeroPoint = new(3, "zero_point");
        public static readonly SchemaField DetailsType = new(4, "details_type");
        public static readonly SchemaField QuantizedDimension = new(6, "quantized_dimension");
    }

    public static class Buffer
    {
        public static readonly SchemaField Data = new(0, "data");
        public static readonly SchemaField Offset = new(1, "offset");
        public static readonly SchemaField Size = new(2, "size");
    }

    public static class Metadata
    {
        public static readonly SchemaField Name = new(0, "name");
        public static readonly SchemaField Buffer = new(1, "buffer");
    }

    public static class Operator
    {
        public static readonly SchemaField OpcodeIndex = new(0, "opcode_index");
        public static readonly SchemaField Inputs = new(1, "inputs");
        public static readonly SchemaField Outputs = new(2, "outputs");
        public static readonly SchemaField BuiltinOptionsType = new(3, "builtin_options_type");
        public static readonly SchemaField BuiltinOptions = new(4, "builtin_options");
    }

    public static class Conv2DOptions
    {
        public static readonly SchemaField Padding = new(0, "padding");
        public static readonly SchemaField StrideW = new(1, "stride_w");
        public static readonly SchemaField StrideH = new(2, "stride_h");
        public static readonly SchemaField Activation = new(3, "fused_activation_function");
        public static readonly SchemaField DilationW = new(4, "dilation_w_factor");
        public static readonly SchemaField DilationH = new(5, "dilation_h_factor");
    }

    public static class DepthwiseConv2DOptions
    {
        public static readonly SchemaField Padding = new(0, "padding");
        public static readonly SchemaField StrideW = new(1, "stride_w");
        public static readonly SchemaField StrideH = new(2, "stride_h");
        public static readonly SchemaField DepthMultiplier = new(3, "depth_multiplier");
        public static readonly SchemaField Activation = new(4, "fused_activation_function");
        public static readonly SchemaField DilationW = new(5, "dilation_w_factor");
        public static readonly SchemaField DilationH = new(6, "dilation_h_factor");
    }

    public static class Pool2DOptions
    {
        public static readonly SchemaField Padding = new(0, "padding");
        public static readonly SchemaField StrideW = new(1, "stride_w");
        public static readonly SchemaField StrideH = new(2, "stride_h");
        public static readonly SchemaField FilterW = new(3, "filter_width");
        public static readonly SchemaField FilterH = new(4, "filter_height");
        public static readonly SchemaField Activation = new(5, "fused_activation_function");
    }

    public static class FullyConnectedOptions
    {
        public static readonly SchemaField Activation = new(0, "fused_activation_function");
        public static readonly SchemaField WeightsFormat = new(1, "weights_format");
        public static readonly SchemaField KeepNumDims = new(2, "keep_num_dims");
    }

    public static class SoftmaxOptions
    {
        public static readonly SchemaField Beta = new(0, "beta");
    }

    public static class ConcatenationOptions
    {
        public static readonly SchemaField Axis = new(0, "axis");
        public static readonly SchemaField Activation = new(1, "fused_activation_function");
    }

    /// <summary>AddOptions, SubOptions and MulOptions, which agree in this field.</summary>
    public static class BinaryOptions
    {
        public static readonly SchemaField Activation = new(0, "fused_activation_function");
    }

    public static class ResizeBilinearOptions
    {
        public static readonly SchemaField AlignCorners = new(2, "align_corners");
        public static readonly SchemaField HalfPixelCenters = new(3, "half_pixel_centers");
    }

    public static class ResizeNearestNeighborOptions
    {
        public static readonly SchemaField AlignCorners = new(0, "align_corners");
        public static readonly SchemaField HalfPixelCenters = new(1, "half_pixel_centers");
    }

    public static class ReshapeOptions
    {
        public static readonly SchemaField NewShape = new(0, "new_shape");
    }

    public static class ReducerOptions
    {
        public static readonly SchemaField KeepDims = new(0, "keep_dims");
    }

    public static class ArgMaxOptions
    {
        public static readonly SchemaField OutputType = new(0, "output_type");
    }
}
