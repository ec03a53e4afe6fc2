using GpuNet.Graphs;

namespace GpuNet.Kernels;

/// <summary>The range that a result is clamped to before it is written: an activation, as two late constants.</summary>
/// <param name="Low">The least value.</param>
/// <param name="High">The greatest value.</param>
internal readonly record struct ActivationRange(float Low, float High)
{
    /// <summary>The range of an activation of TensorFlow Lite.</summary>
    public static ActivationRange Of(Activation activation) => activation switch
    {
        Activation.None => new(float.NegativeInfinity, float.PositiveInfinity),
        Activation.Relu => new(0, float.PositiveInfinity),
        Activation.Relu6 => new(0, 6),
        Activation.ReluN1To1 => new(-1, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, "No such activation."),
    };
}
