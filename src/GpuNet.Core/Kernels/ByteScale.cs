using GpuNet.Graphs;

namespace GpuNet.Kernels;

/// <summary>From signed bytes of the device to floats, for each channel of a texel: (byte - Zero) * Scale, where a zero need be no whole number.</summary>
internal readonly record struct ByteScale(
    float ZeroX, float ZeroY, float ZeroZ, float ZeroW, float ScaleX, float ScaleY, float ScaleZ, float ScaleW)
{
    /// <summary>DEQUANTIZE.</summary>
    public static ByteScale Of(ByteQuantisation quantisation)
    {
        var (zero, scale) = ((float)quantisation.ZeroPoint, quantisation.Scale);
        return new(zero, zero, zero, zero, scale, scale, scale, scale);
    }

    /// <summary>A normalisation of unsigned bytes, which the device stores less 128.</summary>
    public static ByteScale Of(Normalisation normalisation)
    {
        return new(Zero(0), Zero(1), Zero(2), Zero(3), Scale(0), Scale(1), Scale(2), Scale(3));

        // Lanes that only fill up a slice get any channel's.
        float Zero(int lane) => normalisation.Mean[lane % normalisation.Mean.Length] - ByteQuantisation.OffsetOf(ElementType.UInt8);
        float Scale(int lane) => 1 / normalisation.Deviation[lane % normalisation.Deviation.Length];
    }
}
