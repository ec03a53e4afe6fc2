using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>The lowest and highest value that a result may take.</summary>
internal readonly record struct Bounds<T>(T Least, T Greatest);

/// <summary>What the integer kernels ask of a quantised tensor.</summary>
internal static class QuantisedTensors
{
    public static bool IsByte(this Tensor tensor) => tensor.Type is ElementType.UInt8 or ElementType.Int8;

    public static float Scale(this Tensor tensor) => tensor.Quantisation!.Scales[0];

    public static int ZeroPoint(this Tensor tensor) => tensor.Quantisation!.ZeroPoints[0];

    /// <summary>The range of an 8-bit type.</summary>
    public static Bounds<int> TypeBounds(this Tensor tensor) => tensor.Type == ElementType.UInt8 ? new(0, 255) : new(-128, 127);

    /// <summary>The range of an 8-bit result under an activation.</summary>
    public static Bounds<int> ActivationBounds(this Tensor output, Activation activation)
    {
        var (least, greatest) = output.TypeBounds();
        return activation switch
        {
            Activation.Relu => new(Math.Max(least, output.Quantise(0)), greatest),
            Activation.Relu6 => new(Math.Max(least, output.Quantise(0)), Math.Min(greatest, output.Quantise(6))),
            Activation.ReluN1To1 => new(Math.Max(least, output.Quantise(-1)), Math.Min(greatest, output.Quantise(1))),
            _ => new(least, greatest),
        };
    }

    /// <summary>The range of a float result under an activation.</summary>
    public static Bounds<float> FloatBounds(Activation activation) => activation switch
    {
        Activation.Relu => new(0, float.PositiveInfinity),
        Activation.Relu6 => new(0, 6),
        Activation.ReluN1To1 => new(-1, 1),
        _ => new(float.NegativeInfinity, float.PositiveInfinity),
    };

    public static int Clamp(this Bounds<int> bounds, int value) => Math.Min(Math.Max(value, bounds.Least), bounds.Greatest);

    public static float Clamp(this Bounds<float> bounds, float value) => MathF.Min(MathF.Max(value, bounds.Least), bounds.Greatest);

    private static int Quantise(this Tensor tensor, float real) => tensor.ZeroPoint() + FixedPoint.RoundAway(real / tensor.Scale());
}
