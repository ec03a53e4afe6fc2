using System.Collections.Generic;
using System.Linq;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>A SPIR-V 1.3 module under construction: one list of instructions for each section of its logical layout.</summary>
internal sealed class SpirvModule
{
    private const int HeaderLength = 5;

    private readonly SpirvWords capabilities = new();
    private readonly SpirvWords preamble = new();
    private readonly SpirvWords entryPoints = new();
    private readonly SpirvWords debugNames = new();
    private readonly SpirvWords annotations = new();
    private readonly SpirvWords globals = new();
    private readonly Dictionary<string, uint> declared = [];
    private readonly HashSet<uint> named = [];
    private readonly HashSet<uint> capabilitiesDeclared = [];
    private uint bound = 1;

    public SpirvModule(SpirvOptions options)
    {
        Options = options;
        Types = new SpirvTypes(this);
        Constants = new SpirvConstants(this);
        Capability(CapabilityShader);
        if (options.HasFlag(SpirvOptions.DotProduct))
        {
            Capability(CapabilityDotProductInput4x8BitPacked);
            Capability(CapabilityDotProduct);
            preamble.Add(Op.Extension, [], "SPV_KHR_integer_dot_product");
        }

        GlslInstructions = NewId();
        preamble.Add(Op.ExtInstImport, [GlslInstructions], "GLSL.std.450");
        preamble.Add(Op.MemoryModel, AddressingModelLogical, MemoryModelGlsl450);
    }

    public SpirvOptions Options { get; }

    public SpirvTypes Types { get; }

    public SpirvConstants Constants { get; }

    /// <summary>The imported set GLSL.std.450.</summary>
    public uint GlslInstructions { get; }

    /// <summary>The section of functions.</summary>
    public SpirvWords Functions { get; } = new();

    public uint NewId() => bound++;

    /// <summary>Makes a function the entry point of compute shaders, called <c>main</c>.</summary>
    /// <param name="function">Takes and returns nothing.</param>
    /// <param name="inputs">The Input variables that are used.</param>
    /// <param name="localSize">Extents of a workgroup that is not specialised.</param>
    public void EntryPoint(uint function, IReadOnlyCollection<uint> inputs, IReadOnlyList<int> localSize)
    {
        entryPoints.Add(Op.EntryPoint, [ExecutionModelGlCompute, function], "main", [.. inputs]);
        entryPoints.Add(
            Op.ExecutionMode, function, ExecutionModeLocalSize, (uint)localSize[0], (uint)localSize[1], (uint)localSize[2]);
    }

    /// <summary>Declares what the module needs beyond shaders.</summary>
    public void Capability(uint capability)
    {
        if (capabilitiesDeclared.Add(capability)) capabilities.Add(Op.Capability, capability);
    }

    /// <summary>Names an id for those who read the module. The first name stays.</summary>
    public void Name(uint id, string name)
    {
        if (named.Add(id)) debugNames.Add(Op.Name, [id], name);
    }

    public void MemberName(uint structure, uint member, string name) =>
        debugNames.Add(Op.MemberName, [structure, member], name);

    public void Decorate(uint id, Decoration decoration, params uint[] operands) =>
        annotations.Add(Op.Decorate, [id, (uint)decoration, .. operands]);

    public void DecorateMember(uint structure, uint member, Decoration decoration, params uint[] operands) =>
        annotations.Add(Op.MemberDecorate, [structure, member, (uint)decoration, .. operands]);

    /// <summary>The type with these operands, declared once.</summary>
    public uint Type(Op op, params uint[] operands) => Type(op, operands, out _);

    /// <inheritdoc cref="Type(Op, uint[])"/>
    public uint Type(Op op, uint[] operands, out bool isNew)
    {
        var key = $"{op} {string.Join(" ", operands)}";
        isNew = !declared.TryGetValue(key, out var id);
        if (!isNew) return id;
        id = NewId();
        globals.Add(op, [id, .. operands]);
        declared.Add(key, id);
        return id;
    }

    /// <summary>The constant with this type and these operands, declared once.</summary>
    public uint Constant(Op op, uint type, params uint[] operands)
    {
        var key = $"{op} {type} {string.Join(" ", operands)}";
        if (declared.TryGetValue(key, out var id)) return id;
        id = Global(op, type, operands);
        declared.Add(key, id);
        return id;
    }

    /// <summary>A specialisation constant or a global variable, each declaration a new one.</summary>
    public uint Global(Op op, uint type, params uint[] operands)
    {
        var id = NewId();
        globals.Add(op, [type, id, .. operands]);
        return id;
    }

    /// <summary>A global variable.</summary>
    public uint GlobalVariable(StorageClass storageClass, uint pointee, string name)
    {
        var id = Global(Op.Variable, Types.Pointer(storageClass, pointee), (uint)storageClass);
        Name(id, name);
        return id;
    }

    /// <summary>The whole module.</summary>
    /// <param name="lines">The line of C# behind each instruction; 0 for none.</param>
    public uint[] ToWords(out int[] lines)
    {
        SpirvWords[] sections = [capabilities, preamble, entryPoints, debugNames, annotations, globals, Functions];
        var length = HeaderLength;
        foreach (var section in sections) length += section.Count;
        var words = new uint[length];
        words[0] = Magic;
        words[1] = Version13;
        words[2] = 0; // No registered generator.
        words[3] = bound;
        words[4] = 0; // Reserved.
        var offset = HeaderLength;
        foreach (var section in sections)
        {
            section.CopyTo(words, offset);
            offset += section.Count;
        }

        lines = [.. sections.SelectMany(section => section.Lines)];
        return words;
    }
}
