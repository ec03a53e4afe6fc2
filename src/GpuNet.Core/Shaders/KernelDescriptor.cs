using GpuNet.Devices;

namespace GpuNet.Shaders;

/// <summary>What the generator knows of a kernel: its interface, its C# source and its variants.</summary>
public sealed class KernelDescriptor
{
    private readonly Lazy<string> source;

    /// <summary>Describes a kernel; generated code calls it.</summary>
    /// <param name="name">The struct's name.</param>
    /// <param name="source">Gives <see cref="Source"/>; called when somebody asks for it.</param>
    /// <param name="defaultWorkgroup">Invocations of a workgroup.</param>
    /// <param name="bindings">The resources, in binding order.</param>
    /// <param name="uniforms">The scalars that are given with each dispatch.</param>
    /// <param name="lateConstants">The scalars that are fixed when a pipeline is made.</param>
    /// <param name="structuralNames">The names of the structural parameters.</param>
    /// <param name="variants">Every variant.</param>
    public KernelDescriptor(
        string name,
        Func<string> source,
        GridSize defaultWorkgroup,
        IReadOnlyList<KernelBinding> bindings,
        IReadOnlyList<KernelScalar> uniforms,
        IReadOnlyList<KernelScalar> lateConstants,
        IReadOnlyList<string> structuralNames,
        IReadOnlyList<KernelVariant> variants)
    {
        ArgumentNullException.ThrowIfNull(variants);
        Name = name;
        this.source = new Lazy<string>(source);
        DefaultWorkgroup = defaultWorkgroup;
        Bindings = bindings;
        Uniforms = uniforms;
        LateConstants = lateConstants;
        StructuralNames = structuralNames;
        Variants = variants;
        foreach (var variant in variants) variant.Kernel = this;
    }

    /// <summary>Describes a kernel whose source is at hand.</summary>
    public KernelDescriptor(
        string name,
        string source,
        GridSize defaultWorkgroup,
        IReadOnlyList<KernelBinding> bindings,
        IReadOnlyList<KernelScalar> uniforms,
        IReadOnlyList<KernelScalar> lateConstants,
        IReadOnlyList<string> structuralNames,
        IReadOnlyList<KernelVariant> variants)
        : this(name, () => source, defaultWorkgroup, bindings, uniforms, lateConstants, structuralNames, variants)
    {
    }

    /// <summary>The struct's name.</summary>
    public string Name { get; }

    /// <summary>The name of the entry point in MSL: the struct's own wherever it is free there.</summary>
    public string MslName
    {
        get => field ?? Name;
        init;
    }

    /// <summary>The C# text of the file that declares it, and behind that of the functions of other files that it calls.</summary>
    public string Source => source.Value;

    /// <summary>Invocations of a workgroup, unless a dispatch asks for another shape.</summary>
    public GridSize DefaultWorkgroup { get; }

    /// <summary>The resources, in binding order.</summary>
    public IReadOnlyList<KernelBinding> Bindings { get; }

    /// <summary>The scalars that are given with each dispatch, extents of resources among them. Each takes a word, in this order: of push
    /// constants, of the uniform array at location 0, or of the buffer behind the last one.</summary>
    public IReadOnlyList<KernelScalar> Uniforms { get; }

    /// <summary>The scalars that are fixed when a pipeline is made. The number of a specialisation or function constant is its place here
    /// plus 3.</summary>
    public IReadOnlyList<KernelScalar> LateConstants { get; }

    /// <summary>The names of the structural parameters.</summary>
    public IReadOnlyList<string> StructuralNames { get; }

    /// <summary>Every combination of storage, format and structural values that was generated.</summary>
    public IReadOnlyList<KernelVariant> Variants { get; }

    /// <summary>The variant called <paramref name="variant"/>.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public KernelVariant this[string variant] => Variants.FirstOrDefault(v => v.Name == variant)
        ?? throw new KeyNotFoundException($"{Name} has no variant '{variant}'; it has {string.Join(", ", Variants.Select(v => v.Name))}.");

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What a kernel's parameter binds.</summary>
public enum BindingKind
{
    /// <summary>A tensor for reading.</summary>
    ReadTensor,

    /// <summary>A tensor for writing.</summary>
    WriteTensor,

    /// <summary>A storage buffer for reading.</summary>
    ReadBuffer,

    /// <summary>A storage buffer for reading and writing.</summary>
    ReadWriteBuffer,
}

/// <summary>A resource among a kernel's parameters.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Kind">What it binds.</param>
/// <param name="ElementByteLength">Bytes of an element, for buffers; 0 for tensors.</param>
/// <param name="Format">How the texels of a tensor of integers are stored; null for a tensor of floats, where the variant decides, and for
/// buffers.</param>
public sealed record KernelBinding(string Name, BindingKind Kind, int ElementByteLength, TexelFormat? Format = null);

/// <summary>The type of a kernel's scalar.</summary>
public enum ScalarType
{
    /// <summary>A signed 32-bit integer.</summary>
    Int,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt,

    /// <summary>A 32-bit float.</summary>
    Float,

    /// <summary>A truth value.</summary>
    Bool,
}

/// <summary>A scalar that the host gives to a kernel: a uniform or a late constant.</summary>
/// <param name="Name">Its name in every target, such as <c>stride_x</c> or <c>source_Width</c>.</param>
/// <param name="Type">Its type.</param>
public sealed record KernelScalar(string Name, ScalarType Type);
