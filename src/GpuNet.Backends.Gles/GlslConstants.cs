using System.Globalization;
using System.Text;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Gles;

/// <summary>Puts late constants into the GLSL of a variant, as macros.</summary>
internal static class GlslConstants
{
    /// <summary>The variant's GLSL with a macro for each late constant and the workgroup's extents after its first line.</summary>
    /// <remarks>The lines that follow keep their numbers, so that a driver's log fits the generated text.</remarks>
    /// <exception cref="DeviceException">The first line is not <c>#version 310 es</c>.</exception>
    public static byte[] Define(PipelineRequest request)
    {
        var source = request.Variant.GlslUtf8;
        var version = "#version 310 es\n"u8;
        if (!source.StartsWith(version)) throw new DeviceException($"{request.Variant}: its GLSL does not start with #version 310 es.");
        var defines = Encoding.UTF8.GetBytes(Defines(request.Variant.Kernel.LateConstants, request.LateConstants, request.Workgroup));
        return [.. version, .. defines, .. source[version.Length..]];
    }

    /// <summary>The lines to insert.</summary>
    internal static string Defines(IReadOnlyList<KernelScalar> constants, IReadOnlyList<uint> bits, GridSize workgroup)
    {
        var text = new StringBuilder();
        for (var i = 0; i < constants.Count; i++)
            text.Append(CultureInfo.InvariantCulture, $"#define {constants[i].Name} {Literal(constants[i].Type, bits[i])}\n");
        text.Append(CultureInfo.InvariantCulture, $"#define WORKGROUP_X {workgroup.X}\n");
        text.Append(CultureInfo.InvariantCulture, $"#define WORKGROUP_Y {workgroup.Y}\n");
        text.Append(CultureInfo.InvariantCulture, $"#define WORKGROUP_Z {workgroup.Z}\n");
        return text.Append("#line 2\n").ToString();
    }

    /// <summary>A constant of exactly these bits, as GLSL writes it.</summary>
    internal static string Literal(ScalarType type, uint bits) => type switch
    {
        ScalarType.Int => Int(unchecked((int)bits)),
        ScalarType.UInt => string.Create(CultureInfo.InvariantCulture, $"{bits}u"),
        ScalarType.Float => Float(BitConverter.UInt32BitsToSingle(bits), bits),
        ScalarType.Bool => bits != 0 ? "true" : "false",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of constant."),
    };

    /// <summary>A minus sign is an operator in GLSL: brackets keep it with its number, and 2147483648 is not an int.</summary>
    private static string Int(int value) => value switch
    {
        int.MinValue => "(-2147483647 - 1)",
        < 0 => string.Create(CultureInfo.InvariantCulture, $"({value})"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{value}"),
    };

    /// <summary>
    /// Everyday numbers in the fewest digits that read back as the same. The rest as bits: GLSL has no literal for NaN and
    /// infinity, a compiler may drop the sign of zero or flush subnormals, and ANGLE reads 3.4028235E+38 as infinity.
    /// </summary>
    private static string Float(float value, uint bits)
    {
        if (bits != 0 && !(MathF.Abs(value) is >= 1e-30f and <= 1e30f))
            return string.Create(CultureInfo.InvariantCulture, $"uintBitsToFloat(0x{bits:X8}u)");
        var digits = value.ToString("R", CultureInfo.InvariantCulture);
        if (digits.AsSpan().IndexOfAny('.', 'E') < 0) digits += ".0";
        return value < 0 ? $"({digits})" : digits;
    }
}
