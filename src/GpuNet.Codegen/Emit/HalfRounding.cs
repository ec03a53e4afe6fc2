using System;

namespace GpuNet.Codegen.Emit;

/// <summary>The numbers that rounding a 32-bit float to the nearest half, ties to even, takes.</summary>
internal static class HalfRounding
{
    /// <summary>Less than half of the last of the 13 bits of a fraction that a half lacks.</summary>
    public const uint JustBelowHalf = 0xfff;

    /// <summary>How many bits it lacks.</summary>
    public const int LostBits = 13;

    /// <summary>The bits that it has.</summary>
    public const uint KeptBits = 0xffffe000;

    /// <summary>The least normal half.</summary>
    public const float LeastNormal = 1f / 16384f;

    /// <summary>Halves below <see cref="LeastNormal"/> are multiples of 1 by this.</summary>
    public const float SmallScale = 16777216f;

    /// <summary>The least magnitude that rounds to infinity.</summary>
    public const float Overflow = 65520f;

    /// <summary>The bits of the half nearest to a float.</summary>
    public static uint Bits(float value)
    {
        const int fractionBits = 10, biasDifference = 127 - 15;
        const uint infinity = 0x7c00, quiet = 0x0200;
        var bits = BitConverter.ToUInt32(BitConverter.GetBytes(value), 0);
        var sign = (bits >> 16) & 0x8000u;
        var size = Math.Abs(value);
        if (float.IsNaN(value)) return sign | infinity | quiet;
        if (size >= Overflow) return sign | infinity;
        if (size < LeastNormal) return sign | (uint)Math.Round(size * SmallScale, MidpointRounding.ToEven);
        var rounded = ((bits & 0x7fffffffu) + JustBelowHalf + ((bits >> LostBits) & 1u)) >> LostBits;
        return sign | (rounded - ((uint)biasDifference << fractionBits));
    }
}
