using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>What operators ask of the types and scales of their tensors.</summary>
internal static class QuantisationRules
{
    /// <summary>Real multipliers stay below this: a greater one shifts every 32-bit accumulator out of range.</summary>
    private const double MultiplierLimit = 1L << 30;

    public static bool IsByte(this Tensor tensor) => tensor.Type is ElementType.UInt8 or ElementType.Int8;

    /// <summary>The scale of a tensor that has one for all elements.</summary>
    public static float Scale(this Tensor tensor) => tensor.Quantisation!.Scales[0];

    /// <summary>The zero-point of a tensor that has one for all elements.</summary>
    public static int ZeroPoint(this Tensor tensor) => tensor.Quantisation!.ZeroPoints[0];

    /// <summary>Refuses any type but Float32, UInt8 and Int8, and several scales.</summary>
    public static void RequireActivation(this OperatorSource source, Tensor tensor, string role)
    {
        if (tensor.Type != ElementType.Float32 && !tensor.IsByte())
            throw source.Unsupported($"its {role}, {tensor}, is not of type Float32, UInt8 or Int8");
        source.RequireOneScale(tensor, role);
    }

    /// <summary>Refuses several scales.</summary>
    public static void RequireOneScale(this OperatorSource source, Tensor tensor, string role)
    {
        if (tensor.IsByte() && tensor.Quantisation!.Scales.Length != 1)
            throw source.Unsupported($"its {role}, {tensor}, has {tensor.Quantisation.Scales.Length} scales, and only 1 is supported there");
    }

    /// <summary>Refuses two tensors of different types.</summary>
    public static void RequireSameType(this OperatorSource source, Tensor a, Tensor b)
    {
        if (a.Type != b.Type) throw source.Unsupported($"{a} and {b} differ in type, which is not supported");
    }

    /// <summary>Refuses a real multiplier that no 32-bit fixed point holds.</summary>
    public static void RequireMultiplier(this OperatorSource source, double multiplier, Tensor tensor)
    {
        if (!(multiplier < MultiplierLimit))
            throw source.Unsupported($"the scales are too far apart: {tensor} would be rescaled by {multiplier}");
    }

    /// <summary>Refuses an output scale in which an activation's bounds are no 32-bit integers.</summary>
    public static void RequireActivationRange(this OperatorSource source, Activation activation, Tensor output)
    {
        if (activation != Activation.None && output.IsByte()) source.RequireMultiplier(6.0 / output.Scale(), output);
    }
}
