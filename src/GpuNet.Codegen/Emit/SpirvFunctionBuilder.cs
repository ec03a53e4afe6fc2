using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>The blocks of a function under construction.</summary>
/// <remarks>
/// Variables and values that the whole function may use come first in the entry block, whenever they are asked for.
/// </remarks>
internal sealed class SpirvFunctionBuilder
{
    private readonly SpirvModule module;
    private readonly uint entry;
    private readonly SpirvWords variables = new();
    private readonly SpirvWords prologue = new();
    private readonly SpirvWords body = new();

    /// <param name="module">The module.</param>
    /// <param name="line">The line of C# where the function is declared.</param>
    public SpirvFunctionBuilder(SpirvModule module, int line)
    {
        Origin = prologue.Origin = line;
        this.module = module;
        entry = CurrentBlock = module.NewId();
    }

    /// <summary>The line of C# that instructions of the body come from which are added now, and variables.</summary>
    public int Origin
    {
        get => body.Origin;
        set => body.Origin = variables.Origin = value;
    }

    /// <summary>The label of the block that instructions go to.</summary>
    public uint CurrentBlock { get; private set; }

    /// <summary>Whether the current block has ended, so that what follows cannot be reached.</summary>
    public bool IsTerminated { get; private set; }

    /// <summary>The result of the latest instruction of the body.</summary>
    public uint LatestValue { get; private set; }

    public uint NewLabel() => module.NewId();

    public uint Variable(uint type, string name)
    {
        var id = module.NewId();
        variables.Add(
            Op.Variable, module.Types.Pointer(StorageClass.Function, type), id, (uint)StorageClass.Function);
        module.Name(id, name);
        return id;
    }

    /// <summary>An instruction with a result, in the entry block ahead of the body.</summary>
    public uint PrologueValue(Op op, uint type, params uint[] operands) => Value(prologue, op, type, operands);

    /// <summary>An instruction with a result.</summary>
    public uint Value(Op op, uint type, params uint[] operands) => LatestValue = Value(body, op, type, operands);

    /// <summary>An instruction of GLSL.std.450.</summary>
    public uint Value(Glsl instruction, uint type, params uint[] operands) =>
        Value(Op.ExtInst, type, [module.GlslInstructions, (uint)instruction, .. operands]);

    /// <summary>An instruction without a result.</summary>
    public void Effect(Op op, params uint[] operands) => body.Add(op, operands);

    /// <summary>Starts a block. The one before must have ended.</summary>
    public void BeginBlock(uint label)
    {
        body.Add(Op.Label, label);
        CurrentBlock = label;
        IsTerminated = false;
    }

    public void Branch(uint target) => Terminate(Op.Branch, target);

    public void BranchConditional(uint condition, uint whenTrue, uint whenFalse) =>
        Terminate(Op.BranchConditional, condition, whenTrue, whenFalse);

    /// <summary>Ends the current block.</summary>
    public void Terminate(Op op, params uint[] operands)
    {
        body.Add(op, operands);
        IsTerminated = true;
    }

    /// <summary>Appends the function's blocks to the module.</summary>
    public void Finish()
    {
        module.Functions.Add(Op.Label, entry);
        module.Functions.Append(variables);
        module.Functions.Append(prologue);
        module.Functions.Append(body);
    }

    private uint Value(SpirvWords section, Op op, uint type, uint[] operands)
    {
        var id = module.NewId();
        section.Add(op, [type, id, .. operands]);
        return id;
    }
}
