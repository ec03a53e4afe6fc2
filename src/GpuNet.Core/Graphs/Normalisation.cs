using System.Collections.Immutable;

namespace GpuNet.Graphs;

/// <summary>How 8-bit data stands for the floats that a network takes: real = (value - mean) / deviation, with values from 0 to 255.</summary>
/// <param name="Mean">One value, or one for each channel.</param>
/// <param name="Deviation">As many; positive and finite.</param>
public sealed record Normalisation(ImmutableArray<float> Mean, ImmutableArray<float> Deviation)
{
    /// <summary>The same for all channels.</summary>
    public Normalisation(float mean, float deviation)
        : this([mean], [deviation])
    {
    }

    /// <summary>From -1 to 1, as MobileNets are trained.</summary>
    public static Normalisation SignedUnit { get; } = new(127.5f, 127.5f);
}
