using System.Collections.Frozen;
using static GpuNet.Shaders.SpirvOperand;

namespace GpuNet.Shaders;

/// <summary>What an operand of a SPIR-V instruction is, and so how many words it takes and how it reads.</summary>
internal enum SpirvOperand
{
    /// <summary>The type of the result.</summary>
    ResultType,

    /// <summary>The id that the instruction defines.</summary>
    Result,

    /// <summary>One id.</summary>
    Id,

    /// <summary>Ids to the end.</summary>
    Ids,

    /// <summary>One number.</summary>
    Number,

    /// <summary>Numbers to the end.</summary>
    Numbers,

    /// <summary>A number of the type of the result, to the end.</summary>
    TypedNumber,

    /// <summary>A text that ends with a zero byte.</summary>
    Text,

    /// <summary>The number of an instruction of GLSL.std.450.</summary>
    ExtendedInstruction,

    /// <summary>A mask of memory operands, then numbers; may be absent.</summary>
    MemoryAccess,

    /// <summary>A mask of image operands, then ids; may be absent.</summary>
    ImageOperands,

    /// <summary>A decoration, then numbers, the first of which may be a builtin.</summary>
    Decoration,

    /// <summary>An execution mode, then numbers.</summary>
    ExecutionMode,

    Capability,
    AddressingModel,
    MemoryModel,
    ExecutionModel,
    StorageClass,
    Dimension,
    ImageFormat,
    FunctionControl,
    SelectionControl,
    LoopControl,
    PackedVectorFormat,
}

/// <summary>An instruction: its name and its operands in order.</summary>
internal sealed record SpirvInstruction(string Name, params SpirvOperand[] Operands);

/// <summary>The instructions that the emitter writes and their near relations, with the specification's numbers.</summary>
internal static class SpirvGrammar
{
    public const int Name = 5;
    public const int TypeVoid = 19;
    public const int TypeBool = 20;
    public const int TypeInt = 21;
    public const int TypeFloat = 22;
    public const int TypeVector = 23;
    public const int TypeArray = 28;
    public const int TypeRuntimeArray = 29;
    public const int TypePointer = 32;
    public const int ConstantTrue = 41;
    public const int ConstantFalse = 42;
    public const int Constant = 43;
    public const int Function = 54;

    private static readonly FrozenDictionary<int, SpirvInstruction> Instructions = Build().ToFrozenDictionary();

    /// <summary>The instruction with an opcode; null if the table lacks it.</summary>
    public static SpirvInstruction? Find(int opcode) => Instructions.GetValueOrDefault(opcode);

    private static Dictionary<int, SpirvInstruction> Build()
    {
        var table = new Dictionary<int, SpirvInstruction>
        {
            [1] = new("OpUndef", ResultType, Result),
            [4] = new("OpSourceExtension", Text),
            [Name] = new("OpName", Id, Text),
            [6] = new("OpMemberName", Id, Number, Text),
            [7] = new("OpString", Result, Text),
            [10] = new("OpExtension", Text),
            [11] = new("OpExtInstImport", Result, Text),
            [12] = new("OpExtInst", ResultType, Result, Id, ExtendedInstruction, Ids),
            [14] = new("OpMemoryModel", AddressingModel, MemoryModel),
            [15] = new("OpEntryPoint", ExecutionModel, Id, Text, Ids),
            [16] = new("OpExecutionMode", Id, ExecutionMode),
            [17] = new("OpCapability", Capability),
            [TypeVoid] = new("OpTypeVoid", Result),
            [TypeBool] = new("OpTypeBool", Result),
            [TypeInt] = new("OpTypeInt", Result, Number, Number),
            [TypeFloat] = new("OpTypeFloat", Result, Number),
            [TypeVector] = new("OpTypeVector", Result, Id, Number),
            [25] = new("OpTypeImage", Result, Id, Dimension, Number, Number, Number, Number, ImageFormat),
            [TypeArray] = new("OpTypeArray", Result, Id, Id),
            [TypeRuntimeArray] = new("OpTypeRuntimeArray", Result, Id),
            [30] = new("OpTypeStruct", Result, Ids),
            [TypePointer] = new("OpTypePointer", Result, StorageClass, Id),
            [33] = new("OpTypeFunction", Result, Id, Ids),
            [ConstantTrue] = new("OpConstantTrue", ResultType, Result),
            [ConstantFalse] = new("OpConstantFalse", ResultType, Result),
            [Constant] = new("OpConstant", ResultType, Result, TypedNumber),
            [44] = new("OpConstantComposite", ResultType, Result, Ids),
            [46] = new("OpConstantNull", ResultType, Result),
            [48] = new("OpSpecConstantTrue", ResultType, Result),
            [49] = new("OpSpecConstantFalse", ResultType, Result),
            [50] = new("OpSpecConstant", ResultType, Result, TypedNumber),
            [51] = new("OpSpecConstantComposite", ResultType, Result, Ids),
            [Function] = new("OpFunction", ResultType, Result, FunctionControl, Id),
            [55] = new("OpFunctionParameter", ResultType, Result),
            [56] = new("OpFunctionEnd"),
            [57] = new("OpFunctionCall", ResultType, Result, Id, Ids),
            [59] = new("OpVariable", ResultType, Result, StorageClass, Ids),
            [61] = new("OpLoad", ResultType, Result, Id, MemoryAccess),
            [62] = new("OpStore", Id, Id, MemoryAccess),
            [65] = new("OpAccessChain", ResultType, Result, Id, Ids),
            [66] = new("OpInBoundsAccessChain", ResultType, Result, Id, Ids),
            [71] = new("OpDecorate", Id, Decoration),
            [72] = new("OpMemberDecorate", Id, Number, Decoration),
            [201] = new("OpBitFieldInsert", ResultType, Result, Id, Id, Id, Id),
            [202] = new("OpBitFieldSExtract", ResultType, Result, Id, Id, Id),
            [4450] = new("OpSDot", ResultType, Result, Id, Id, PackedVectorFormat),
            [79] = new("OpVectorShuffle", ResultType, Result, Id, Id, Numbers),
            [80] = new("OpCompositeConstruct", ResultType, Result, Ids),
            [81] = new("OpCompositeExtract", ResultType, Result, Id, Numbers),
            [82] = new("OpCompositeInsert", ResultType, Result, Id, Id, Numbers),
            [95] = new("OpImageFetch", ResultType, Result, Id, Id, ImageOperands),
            [98] = new("OpImageRead", ResultType, Result, Id, Id, ImageOperands),
            [99] = new("OpImageWrite", Id, Id, Id, ImageOperands),
            [224] = new("OpControlBarrier", Id, Id, Id),
            [225] = new("OpMemoryBarrier", Id, Id),
            [245] = new("OpPhi", ResultType, Result, Ids),
            [246] = new("OpLoopMerge", Id, Id, LoopControl, Numbers),
            [247] = new("OpSelectionMerge", Id, SelectionControl),
            [248] = new("OpLabel", Result),
            [249] = new("OpBranch", Id),
            [250] = new("OpBranchConditional", Id, Id, Id, Numbers),
            [253] = new("OpReturn"),
            [254] = new("OpReturnValue", Id),
            [255] = new("OpUnreachable"),
        };

        Calculations(table, 109, "ConvertFToU ConvertFToS ConvertSToF ConvertUToF UConvert SConvert FConvert", operands: 1);
        Calculations(table, 124, "Bitcast", operands: 1);
        Calculations(table, 126, "SNegate FNegate", operands: 1);
        Calculations(table, 77, "VectorExtractDynamic", operands: 2);
        Calculations(
            table, 128, "IAdd FAdd ISub FSub IMul FMul UDiv SDiv FDiv UMod SRem SMod FRem FMod VectorTimesScalar", operands: 2);
        Calculations(table, 148, "Dot", operands: 2);
        Calculations(table, 149, "IAddCarry ISubBorrow UMulExtended SMulExtended", operands: 2);
        Calculations(table, 154, "Any All IsNan IsInf", operands: 1);
        Calculations(table, 164, "LogicalEqual LogicalNotEqual LogicalOr LogicalAnd", operands: 2);
        Calculations(table, 168, "LogicalNot", operands: 1);
        Calculations(table, 169, "Select", operands: 3);
        Calculations(
            table,
            170,
            "IEqual INotEqual UGreaterThan SGreaterThan UGreaterThanEqual SGreaterThanEqual "
            + "ULessThan SLessThan ULessThanEqual SLessThanEqual FOrdEqual FUnordEqual FOrdNotEqual FUnordNotEqual "
            + "FOrdLessThan FUnordLessThan FOrdGreaterThan FUnordGreaterThan FOrdLessThanEqual FUnordLessThanEqual "
            + "FOrdGreaterThanEqual FUnordGreaterThanEqual",
            operands: 2);
        Calculations(
            table, 194, "ShiftRightLogical ShiftRightArithmetic ShiftLeftLogical BitwiseOr BitwiseXor BitwiseAnd", operands: 2);
        Calculations(table, 200, "Not", operands: 1);
        return table;
    }

    /// <summary>Instructions with consecutive opcodes that compute a value from so many others.</summary>
    private static void Calculations(Dictionary<int, SpirvInstruction> table, int first, string names, int operands)
    {
        SpirvOperand[] kinds = [ResultType, Result, .. Enumerable.Repeat(Id, operands)];
        foreach (var name in names.Split(' ')) table.Add(first++, new SpirvInstruction($"Op{name}", kinds));
    }
}
