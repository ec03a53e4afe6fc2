using System.Globalization;

namespace GpuNet.Shaders;

/// <summary>Numbers as the SPIR-V assembler reads them, every bit kept.</summary>
internal static class SpirvNumberText
{
    private const int MantissaBits = 23;
    private const int ExponentBias = 127;
    private const uint MantissaMask = (1u << MantissaBits) - 1;

    /// <summary>Decimal for normal numbers and zero; hexadecimal for infinities, NaN and denormal numbers.</summary>
    public static string Float(uint bits)
    {
        var value = BitConverter.UInt32BitsToSingle(bits);
        if (float.IsNormal(value) || value == 0)
        {
            // The assembler's decimals know no exponent without a sign, such as 1E20; .NET writes 1E+20.
            return value.ToString("R", CultureInfo.InvariantCulture);
        }

        var sign = float.IsNegative(value) ? "-" : "";
        var mantissa = bits & MantissaMask;
        var exponent = 1 - ExponentBias;
        if (float.IsSubnormal(value))
        {
            // Shift the leading one up to where a normal number has it.
            do
            {
                mantissa <<= 1;
                exponent--;
            }
            while (mantissa <= MantissaMask);
            mantissa &= MantissaMask;
        }
        else
        {
            exponent = ExponentBias + 1;
        }

        // 23 bits, filled up to six digits of four.
        var digits = (mantissa << 1).ToString("x6", CultureInfo.InvariantCulture).TrimEnd('0');
        var point = digits.Length > 0 ? "." : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}0x1{point}{digits}p{exponent:+0;-0}");
    }
}
