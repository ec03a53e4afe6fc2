using System.Collections.Immutable;

namespace GpuNet.Graphs;

/// <summary>One step of a network. The subtypes are TensorFlow Lite's builtin operators, with their options.</summary>
/// <param name="Index">Its place in the file, from 0.</param>
/// <param name="Inputs">Indices of the tensors that it reads; -1 for an optional one that is absent.</param>
/// <param name="Output">Index of the tensor that it writes.</param>
public abstract record Operator(int Index, ImmutableArray<int> Inputs, int Output)
{
    /// <summary>TensorFlow Lite's name, such as CONV_2D.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    /// <remarks>Sealed, so that the subtypes do not bring a record's own.</remarks>
    public sealed override string ToString() => $"operator {Index} {Name}";
}

/// <summary>What is done to a result before it is written.</summary>
public enum Activation
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>At least 0.</summary>
    Relu,

    /// <summary>From 0 to 6.</summary>
    Relu6,

    /// <summary>From -1 to 1.</summary>
    ReluN1To1,
}

/// <summary>How a window is laid over the border of an image.</summary>
public enum Padding
{
    /// <summary>ceil(input / stride) outputs; max(0, (out - 1) * stride + kernel - in) / 2, rounded down, taps stand before the image.</summary>
    Same,

    /// <summary>Only windows that lie inside the image.</summary>
    Valid,
}

/// <summary>CONV_2D: input NHWC, weights OHWI, bias [O] or absent.</summary>
public sealed record Conv2D(
    int Index, ImmutableArray<int> Inputs, int Output,
    Padding Padding, int StrideX, int StrideY, int DilationX, int DilationY, Activation Activation) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "CONV_2D";
}

/// <summary>DEPTHWISE_CONV_2D: input NHWC, weights 1HW(C * multiplier), bias or absent. Output channel c reads input channel c / multiplier.</summary>
public sealed record DepthwiseConv2D(
    int Index, ImmutableArray<int> Inputs, int Output,
    Padding Padding, int StrideX, int StrideY, int DilationX, int DilationY, int DepthMultiplier, Activation Activation) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "DEPTHWISE_CONV_2D";
}

/// <summary>FULLY_CONNECTED: the input seen as [batch, I], weights [O, I], bias [O] or absent.</summary>
public sealed record FullyConnected(
    int Index, ImmutableArray<int> Inputs, int Output, Activation Activation, bool KeepDimensions) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "FULLY_CONNECTED";
}

/// <summary>Which value a pool takes of its window.</summary>
public enum PoolKind
{
    /// <summary>The mean of the taps inside the image.</summary>
    Average,

    /// <summary>The greatest.</summary>
    Maximum,
}

/// <summary>AVERAGE_POOL_2D or MAX_POOL_2D over NHWC.</summary>
public sealed record Pool2D(
    int Index, ImmutableArray<int> Inputs, int Output,
    PoolKind Kind, Padding Padding, int FilterX, int FilterY, int StrideX, int StrideY, Activation Activation) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => Kind == PoolKind.Average ? "AVERAGE_POOL_2D" : "MAX_POOL_2D";
}

/// <summary>Which function of two operands.</summary>
public enum BinaryKind
{
    /// <summary>Sum.</summary>
    Add,

    /// <summary>Difference.</summary>
    Sub,

    /// <summary>Product.</summary>
    Mul,
}

/// <summary>ADD, SUB or MUL, with numpy's broadcasting.</summary>
public sealed record Binary(
    int Index, ImmutableArray<int> Inputs, int Output, BinaryKind Kind, Activation Activation) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => Kind.ToString().ToUpperInvariant();
}

/// <summary>Which function of one operand.</summary>
public enum UnaryKind
{
    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>1 / (1 + e^-x).</summary>
    Logistic,

    /// <summary>x * min(max(x + 3, 0), 6) / 6.</summary>
    HardSwish,
}

/// <summary>RELU, RELU6, LOGISTIC or HARD_SWISH, element by element.</summary>
public sealed record Unary(int Index, ImmutableArray<int> Inputs, int Output, UnaryKind Kind) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => Kind == UnaryKind.HardSwish ? "HARD_SWISH" : Kind.ToString().ToUpperInvariant();
}

/// <summary>SOFTMAX over the last axis: e^(beta * x) divided by its sum.</summary>
public sealed record Softmax(int Index, ImmutableArray<int> Inputs, int Output, float Beta) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "SOFTMAX";
}

/// <summary>PAD (or PADV2): how many elements stand before and after, for each axis. The padding is 0 for PAD.</summary>
/// <param name="Index">Its place in the file.</param>
/// <param name="Inputs">The tensor; the paddings tensor follows, already read into <paramref name="Before"/> and <paramref name="After"/>.</param>
/// <param name="Output">What it writes.</param>
/// <param name="Before">Elements in front, one number an axis of the input.</param>
/// <param name="After">Elements behind.</param>
public sealed record Pad(
    int Index, ImmutableArray<int> Inputs, int Output, ImmutableArray<int> Before, ImmutableArray<int> After) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "PAD";
}

/// <summary>MEAN over some axes.</summary>
/// <param name="Index">Its place in the file.</param>
/// <param name="Inputs">The tensor; the axes tensor follows, already read into <paramref name="Axes"/>.</param>
/// <param name="Output">What it writes.</param>
/// <param name="Axes">The axes, from 0, ascending, none twice.</param>
/// <param name="KeepDimensions">Whether the axes stay, with extent 1.</param>
public sealed record Mean(
    int Index, ImmutableArray<int> Inputs, int Output, ImmutableArray<int> Axes, bool KeepDimensions) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "MEAN";
}

/// <summary>CONCATENATION along an axis, from 0.</summary>
public sealed record Concatenation(
    int Index, ImmutableArray<int> Inputs, int Output, int Axis, Activation Activation) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "CONCATENATION";
}

/// <summary>How a resized pixel takes its value.</summary>
public enum ResizeKind
{
    /// <summary>From the four pixels around it.</summary>
    Bilinear,

    /// <summary>From the nearest pixel.</summary>
    NearestNeighbor,
}

/// <summary>RESIZE_BILINEAR or RESIZE_NEAREST_NEIGHBOR of NHWC to the extents of the output.</summary>
public sealed record Resize(
    int Index, ImmutableArray<int> Inputs, int Output, ResizeKind Kind, bool AlignCorners, bool HalfPixelCenters) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => Kind == ResizeKind.Bilinear ? "RESIZE_BILINEAR" : "RESIZE_NEAREST_NEIGHBOR";
}

/// <summary>RESHAPE or SQUEEZE: the same elements in the same order, with the extents of the output.</summary>
public sealed record Reshape(int Index, ImmutableArray<int> Inputs, int Output, bool IsSqueeze) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => IsSqueeze ? "SQUEEZE" : "RESHAPE";
}

/// <summary>ARG_MAX along an axis, from 0: the index of the greatest element, the first of equals. The axis goes.</summary>
public sealed record ArgMax(int Index, ImmutableArray<int> Inputs, int Output, int Axis) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "ARG_MAX";
}

/// <summary>QUANTIZE: to the integer type and scale of the output, from floats or from another integer type or scale.</summary>
public sealed record Quantize(int Index, ImmutableArray<int> Inputs, int Output) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "QUANTIZE";
}

/// <summary>
/// Normalises unsigned bytes to floats, by the last axis: none of TensorFlow Lite's, but what a session adds for inputs that are given as
/// 8-bit data; see <see cref="SessionOptions.Normalisation"/>.
/// </summary>
public sealed record Normalise(int Index, ImmutableArray<int> Inputs, int Output, Normalisation Normalisation) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "NORMALISE";
}

/// <summary>DEQUANTIZE: to floats, from integers or half floats.</summary>
public sealed record Dequantize(int Index, ImmutableArray<int> Inputs, int Output) : Operator(Index, Inputs, Output)
{
    /// <inheritdoc/>
    public override string Name => "DEQUANTIZE";
}
