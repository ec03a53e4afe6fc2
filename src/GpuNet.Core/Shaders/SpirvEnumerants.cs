namespace GpuNet.Shaders;

/// <summary>The names of SPIR-V's enumerated operands.</summary>
internal static class SpirvEnumerants
{
    public const uint DecorationBuiltIn = 11;

    /// <summary>The name of a value; null if the tables lack it.</summary>
    public static string? Name(SpirvOperand kind, uint value) => kind switch
    {
        SpirvOperand.Capability => Capability(value),
        SpirvOperand.AddressingModel => At(value, "Logical", "Physical32", "Physical64"),
        SpirvOperand.MemoryModel => At(value, "Simple", "GLSL450", "OpenCL", "Vulkan"),
        SpirvOperand.ExecutionModel => value == 5 ? "GLCompute" : null,
        SpirvOperand.ExecutionMode => value == 17 ? "LocalSize" : null,
        SpirvOperand.StorageClass => At(
            value,
            "UniformConstant", "Input", "Uniform", "Output", "Workgroup", "CrossWorkgroup", "Private", "Function", "Generic",
            "PushConstant", "AtomicCounter", "Image", "StorageBuffer"),
        SpirvOperand.Dimension => At(value, "1D", "2D", "3D", "Cube", "Rect", "Buffer", "SubpassData"),
        SpirvOperand.ImageFormat => ImageFormat(value),
        SpirvOperand.Decoration => Decoration(value),
        SpirvOperand.ExtendedInstruction => ExtendedInstruction(value),
        SpirvOperand.FunctionControl => Mask(value, "Inline", "DontInline", "Pure", "Const"),
        SpirvOperand.SelectionControl => Mask(value, "Flatten", "DontFlatten"),
        SpirvOperand.LoopControl => Mask(value, "Unroll", "DontUnroll", "DependencyInfinite", "DependencyLength"),
        SpirvOperand.PackedVectorFormat => value == 0 ? "PackedVectorFormat4x8Bit" : null,
        SpirvOperand.MemoryAccess => Mask(value, "Volatile", "Aligned", "Nontemporal"),
        SpirvOperand.ImageOperands => Mask(value, "Bias", "Lod", "Grad", "ConstOffset", "Offset", "ConstOffsets", "Sample"),
        _ => null,
    };

    public static string? BuiltIn(uint value) => value switch
    {
        24 => "NumWorkgroups",
        25 => "WorkgroupSize",
        26 => "WorkgroupId",
        27 => "LocalInvocationId",
        28 => "GlobalInvocationId",
        29 => "LocalInvocationIndex",
        _ => null,
    };

    private static string? Capability(uint value) => value switch
    {
        0 => "Matrix",
        1 => "Shader",
        9 => "Float16",
        11 => "Int64",
        22 => "Int16",
        39 => "Int8",
        46 => "SampledBuffer",
        49 => "StorageImageExtendedFormats",
        4433 => "StorageBuffer16BitAccess",
        4448 => "StorageBuffer8BitAccess",
        6018 => "DotProductInput4x8BitPacked",
        6019 => "DotProduct",
        _ => null,
    };

    private static string? ImageFormat(uint value) => value switch
    {
        0 => "Unknown",
        1 => "Rgba32f",
        2 => "Rgba16f",
        3 => "R32f",
        4 => "Rgba8",
        5 => "Rgba8Snorm",
        21 => "Rgba32i",
        22 => "Rgba16i",
        23 => "Rgba8i",
        24 => "R32i",
        30 => "Rgba32ui",
        31 => "Rgba16ui",
        32 => "Rgba8ui",
        33 => "R32ui",
        _ => null,
    };

    private static string? Decoration(uint value) => value switch
    {
        0 => "RelaxedPrecision",
        1 => "SpecId",
        2 => "Block",
        6 => "ArrayStride",
        DecorationBuiltIn => "BuiltIn",
        19 => "Restrict",
        20 => "Aliased",
        23 => "Coherent",
        24 => "NonWritable",
        25 => "NonReadable",
        33 => "Binding",
        34 => "DescriptorSet",
        35 => "Offset",
        42 => "NoContraction",
        _ => null,
    };

    private static string? ExtendedInstruction(uint value) => value switch
    {
        1 => "Round",
        2 => "RoundEven",
        3 => "Trunc",
        4 => "FAbs",
        5 => "SAbs",
        6 => "FSign",
        7 => "SSign",
        8 => "Floor",
        9 => "Ceil",
        10 => "Fract",
        13 => "Sin",
        14 => "Cos",
        15 => "Tan",
        19 => "Sinh",
        20 => "Cosh",
        21 => "Tanh",
        26 => "Pow",
        27 => "Exp",
        28 => "Log",
        29 => "Exp2",
        30 => "Log2",
        31 => "Sqrt",
        32 => "InverseSqrt",
        37 => "FMin",
        38 => "UMin",
        39 => "SMin",
        40 => "FMax",
        41 => "UMax",
        42 => "SMax",
        43 => "FClamp",
        44 => "UClamp",
        45 => "SClamp",
        46 => "FMix",
        50 => "Fma",
        58 => "PackHalf2x16",
        62 => "UnpackHalf2x16",
        73 => "FindILsb",
        74 => "FindSMsb",
        75 => "FindUMsb",
        _ => null,
    };

    private static string? At(uint value, params ReadOnlySpan<string> names) =>
        value < names.Length ? names[(int)value] : null;

    private static string? Mask(uint value, params ReadOnlySpan<string> bits)
    {
        if (value == 0) return "None";
        var set = new List<string>();
        for (var bit = 0; bit < 32; bit++)
        {
            if ((value >> bit & 1) == 0) continue;
            if (bit >= bits.Length) return null;
            set.Add(bits[bit]);
        }

        return string.Join('|', set);
    }
}
