namespace GpuNet.Conformance;

/// <summary>
/// What floats may differ by, for every comparison: the command and the tests take it from here. Each is a part of the magnitude
/// that <see cref="TensorDifference.Compare"/> describes; <c>docs/numerics.md</c> says why. Integers must be equal.
/// </summary>
public static class Tolerances
{
    /// <summary>One operator in 32 bits: sums are taken in another order.</summary>
    public const double Float32Operator = 1e-5;

    /// <summary>One operator in 16 bits: about three decimal digits, as half floats have.</summary>
    public const double Float16Operator = 2e-3;

    /// <summary>A tensor of a network in 32 bits: it holds what all layers before it have added up to.</summary>
    public const double Float32Network = 1e-4;

    /// <summary>A tensor of a network in 16 bits, or one layer of it, whose inputs nobody made to measure.</summary>
    public const double Float16Network = 1e-2;

    /// <summary>A tensor of a network whose sums are kept in 16 bits, or one layer of it: of a thousand products, a sum is good to two digits.</summary>
    public const double Float16Arithmetic = 5e-2;

    /// <summary>The tolerance of one operator.</summary>
    /// <param name="floats">How floats are stored.</param>
    /// <param name="own">What the case asks for in 32 bits.</param>
    public static double OfOperator(FloatStorage floats, double own = Float32Operator) =>
        floats == FloatStorage.Float16 ? Math.Max(own, Float16Operator) : own;

    /// <summary>The tolerance of one layer of a network, given what the device itself computed before it.</summary>
    /// <param name="options">How floats are stored and computed.</param>
    public static double OfLayer(SessionOptions options) => OfNetwork(options, Float32Operator);

    /// <summary>The tolerance of a tensor of a network.</summary>
    /// <param name="options">How floats are stored and computed.</param>
    public static double OfNetwork(SessionOptions options) => OfNetwork(options, Float32Network);

    private static double OfNetwork(SessionOptions options, double inFloats)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.FloatArithmetic == FloatArithmetic.Float16 ? Float16Arithmetic
            : options.FloatStorage == FloatStorage.Float16 ? Float16Network
            : inFloats;
    }
}
