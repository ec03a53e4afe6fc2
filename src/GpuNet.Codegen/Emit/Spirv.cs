namespace GpuNet.Codegen.Emit;

/// <summary>The numbers of the SPIR-V specification that the emitter uses, under the specification's names.</summary>
internal static class Spirv
{
    public const uint Magic = 0x07230203;
    public const uint Version13 = 0x00010300;

    public enum Op : ushort
    {
        Name = 5,
        MemberName = 6,
        Extension = 10,
        ExtInstImport = 11,
        ExtInst = 12,
        MemoryModel = 14,
        EntryPoint = 15,
        ExecutionMode = 16,
        Capability = 17,
        TypeVoid = 19,
        TypeBool = 20,
        TypeInt = 21,
        TypeFloat = 22,
        TypeVector = 23,
        TypeImage = 25,
        TypeArray = 28,
        TypeRuntimeArray = 29,
        TypeStruct = 30,
        TypePointer = 32,
        TypeFunction = 33,
        ConstantTrue = 41,
        ConstantFalse = 42,
        Constant = 43,
        ConstantComposite = 44,
        ConstantNull = 46,
        SpecConstantTrue = 48,
        SpecConstant = 50,
        SpecConstantComposite = 51,
        Function = 54,
        FunctionParameter = 55,
        FunctionEnd = 56,
        FunctionCall = 57,
        Variable = 59,
        Load = 61,
        Store = 62,
        AccessChain = 65,
        Decorate = 71,
        MemberDecorate = 72,
        VectorExtractDynamic = 77,
        VectorShuffle = 79,
        CompositeConstruct = 80,
        CompositeExtract = 81,
        ImageFetch = 95,
        ImageWrite = 99,
        ConvertFToU = 109,
        ConvertFToS = 110,
        ConvertSToF = 111,
        ConvertUToF = 112,
        FConvert = 115,
        Bitcast = 124,
        SNegate = 126,
        FNegate = 127,
        IAdd = 128,
        FAdd = 129,
        ISub = 130,
        FSub = 131,
        IMul = 132,
        FMul = 133,
        UDiv = 134,
        SDiv = 135,
        FDiv = 136,
        UMod = 137,
        SRem = 138,
        VectorTimesScalar = 142,
        Dot = 148,
        UMulExtended = 151,
        SMulExtended = 152,
        SDot = 4450,
        LogicalEqual = 164,
        LogicalNotEqual = 165,
        LogicalOr = 166,
        LogicalAnd = 167,
        LogicalNot = 168,
        Select = 169,
        IEqual = 170,
        INotEqual = 171,
        UGreaterThan = 172,
        SGreaterThan = 173,
        UGreaterThanEqual = 174,
        SGreaterThanEqual = 175,
        ULessThan = 176,
        SLessThan = 177,
        ULessThanEqual = 178,
        SLessThanEqual = 179,
        FOrdEqual = 180,
        FUnordNotEqual = 183,
        FOrdLessThan = 184,
        FOrdGreaterThan = 186,
        FOrdLessThanEqual = 188,
        FOrdGreaterThanEqual = 190,
        ShiftRightLogical = 194,
        ShiftRightArithmetic = 195,
        ShiftLeftLogical = 196,
        BitwiseOr = 197,
        BitwiseXor = 198,
        BitwiseAnd = 199,
        Not = 200,
        ControlBarrier = 224,
        Phi = 245,
        LoopMerge = 246,
        SelectionMerge = 247,
        Label = 248,
        Branch = 249,
        BranchConditional = 250,
        Return = 253,
        ReturnValue = 254,
        Unreachable = 255,
    }

    /// <summary>The instructions of the extended set GLSL.std.450.</summary>
    public enum Glsl : uint
    {
        RoundEven = 2,
        FAbs = 4,
        SAbs = 5,
        Floor = 8,
        Ceil = 9,
        Sin = 13,
        Cos = 14,
        Tanh = 21,
        Pow = 26,
        Exp = 27,
        Log = 28,
        Sqrt = 31,
        InverseSqrt = 32,
        FMin = 37,
        UMin = 38,
        SMin = 39,
        FMax = 40,
        UMax = 41,
        SMax = 42,
        FClamp = 43,
        UClamp = 44,
        SClamp = 45,
        Fma = 50,
        PackHalf2x16 = 58,
        UnpackHalf2x16 = 62,
        FindUMsb = 75,
    }

    public enum StorageClass : uint
    {
        UniformConstant = 0,
        Input = 1,
        Workgroup = 4,
        Function = 7,
        PushConstant = 9,
        StorageBuffer = 12,
    }

    public enum Decoration : uint
    {
        SpecId = 1,
        Block = 2,
        ArrayStride = 6,
        BuiltIn = 11,
        NonWritable = 24,
        NonReadable = 25,
        Binding = 33,
        DescriptorSet = 34,
        Offset = 35,
        NoContraction = 42,
    }

    public enum BuiltIn : uint
    {
        WorkgroupSize = 25,
        WorkgroupId = 26,
        LocalInvocationId = 27,
        GlobalInvocationId = 28,
    }

    public enum ImageFormat : uint
    {
        Unknown = 0,
        Rgba32f = 1,
        Rgba16f = 2,
        Rgba32i = 21,
        R32ui = 33,
    }

    public const uint CapabilityShader = 1;
    public const uint CapabilityFloat16 = 9;
    public const uint CapabilitySampledBuffer = 46;
    public const uint CapabilityDotProductInput4x8BitPacked = 6018;
    public const uint CapabilityDotProduct = 6019;
    public const uint PackedVectorFormat4x8Bit = 0;
    public const uint AddressingModelLogical = 0;
    public const uint MemoryModelGlsl450 = 1;
    public const uint ExecutionModelGlCompute = 5;
    public const uint ExecutionModeLocalSize = 17;
    public const uint Dim2D = 1;
    public const uint DimBuffer = 5;
    public const uint ImageIsSampled = 1;
    public const uint ImageIsStorage = 2;
    public const uint ImageOperandsLod = 2;
    public const uint ScopeWorkgroup = 2;
    public const uint SemanticsAcquireRelease = 0x8;
    public const uint SemanticsWorkgroupMemory = 0x100;

    /// <summary>No selection, loop or function control.</summary>
    public const uint ControlNone = 0;
}
