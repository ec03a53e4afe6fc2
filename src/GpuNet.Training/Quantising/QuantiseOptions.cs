namespace GpuNet.Quantising;

/// <summary>What a float network becomes.</summary>
public enum QuantisedType
{
    /// <summary>Unsigned bytes with one scale for each tensor.</summary>
    UInt8,

    /// <summary>Signed bytes; weights may have a scale for each output channel.</summary>
    Int8,

    /// <summary>Floats whose weights are stored in 16 bits.</summary>
    Float16,
}

/// <summary>How a float network is quantised after training.</summary>
/// <param name="Type">What it becomes.</param>
/// <param name="PerChannel">Whether int8 weights of convolutions get a scale for each output channel.</param>
/// <param name="Percentile">The share of an activation's values, in percent, that its range covers; 100 for all.</param>
/// <param name="Equalise">Whether the channels between convolutions are made alike in range first, which changes no result.</param>
/// <param name="CorrectBias">Whether biases make up for the mean error of rounded weights.</param>
public sealed record QuantiseOptions(
    QuantisedType Type, bool PerChannel = true, double Percentile = 100, bool CorrectBias = true, bool Equalise = true);
