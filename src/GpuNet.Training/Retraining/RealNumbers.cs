using GpuNet.Export;
using GpuNet.Graphs;

namespace GpuNet.Retraining;

/// <summary>The elements of a tensor as real numbers.</summary>
internal static class RealNumbers
{
    /// <summary>Reads floats as they are, and bytes by the tensor's one scale.</summary>
    /// <exception cref="UnsupportedModelException">The tensor stands for no real numbers.</exception>
    public static float[] Read(Tensor tensor, ReadOnlySpan<byte> bytes)
    {
        if (tensor.Type == ElementType.Float32) return LittleEndian.Singles(bytes);
        if (tensor is not { Type: ElementType.UInt8 or ElementType.Int8, Quantisation: { Scales.Length: 1 } quantisation })
            throw new UnsupportedModelException($"{tensor} does not hold real numbers.");
        var (scale, zeroPoint) = (quantisation.Scales[0], quantisation.ZeroPoints[0]);
        var values = new float[bytes.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = scale * ((tensor.Type == ElementType.Int8 ? (sbyte)bytes[i] : bytes[i]) - zeroPoint);
        return values;
    }
}
