using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;

namespace GpuNet.Codegen.Ir;

/// <summary>A kernel: its interface, its functions and its body.</summary>
/// <param name="Name">The struct's name.</param>
/// <param name="Workgroup">The default workgroup's extents, three of them.</param>
/// <param name="Formats">How texels that read as floats may be stored.</param>
/// <param name="Resources">What is bound, in binding order.</param>
/// <param name="Scalars">The scalars that the host gives: uniforms and late constants.</param>
/// <param name="Structural">Names and values of what is fixed at build time.</param>
/// <param name="SharedArrays">The workgroup's arrays.</param>
/// <param name="Functions">Functions that the body calls, each after those that it calls itself.</param>
/// <param name="Body">What one invocation does.</param>
public sealed record KernelIr(
    string Name,
    ImmutableArray<int> Workgroup,
    ImmutableArray<TexelFormat> Formats,
    ImmutableArray<Resource> Resources,
    ImmutableArray<KernelScalar> Scalars,
    ImmutableArray<StructuralParameter> Structural,
    ImmutableArray<SharedArray> SharedArrays,
    ImmutableArray<Function> Functions,
    ImmutableArray<Stmt> Body)
{
    /// <summary>Whether floats may not be fused even where a target would do so by itself.</summary>
    public bool IsPrecise { get; init; }

    /// <summary>The combinations of structural values that there are variants for; none for all of them.</summary>
    public ImmutableArray<ImmutableArray<int>> Combinations { get; init; } = [];

    /// <summary>Whether there are variants that read buffers of tensors as texels.</summary>
    public bool ReadsTexels { get; init; }

    /// <summary>Whether there are variants that compute in 16-bit floats.</summary>
    public bool ComputesInHalves { get; init; }

    /// <summary>What is given with each dispatch; uniform i lies in word i.</summary>
    public IEnumerable<KernelScalar> Uniforms => Scalars.Where(s => !s.IsLate);

    /// <summary>What is fixed when a pipeline is made; constant i is specialisation constant 3 + i.</summary>
    public IEnumerable<KernelScalar> LateConstants => Scalars.Where(s => s.IsLate);

    /// <summary>The number of a scalar among those of its kind.</summary>
    public int NumberOf(int scalar) => Scalars.Take(scalar).Count(s => s.IsLate == Scalars[scalar].IsLate);

    /// <summary>The line of the C# where the body's method is declared; 0 if there is none.</summary>
    public int Line { get; init; }
}

/// <summary>What a parameter of a kernel binds.</summary>
public enum ResourceKind
{
    ReadTensor,
    WriteTensor,
    ReadBuffer,
    ReadWriteBuffer,
}

/// <summary>What a resource is bound as.</summary>
public enum BindingType
{
    StorageBuffer,
    SampledTexture,
    StorageImage,
    TexelBuffer,
}

/// <summary>Where the tensors of a variant lie, and how they are read.</summary>
public enum TensorAccess
{
    /// <summary>Elements of storage buffers.</summary>
    Buffer,

    /// <summary>Texels of texture arrays.</summary>
    Texture,

    /// <summary>Buffers, which are read as texels and written as elements.</summary>
    Texels,
}

/// <summary>How the texels of a tensor are stored.</summary>
public enum TexelFormat
{
    /// <summary>Four 32-bit floats.</summary>
    Float32,

    /// <summary>Four 16-bit floats.</summary>
    Float16,

    /// <summary>Four signed 8-bit integers in one word; X in the lowest bits.</summary>
    Int8,

    /// <summary>Four signed 32-bit integers.</summary>
    Int32,
}

/// <summary>A resource of a kernel.</summary>
/// <param name="Name">The parameter's name.</param>
/// <param name="Kind">What it binds.</param>
/// <param name="Binding">What it is bound as; set by the LowerStorage pass for tensors.</param>
/// <param name="Element">What a texel reads as in the kernel; once storage is lowered, the type of an element of the buffer (UInt2 for
/// half floats, UInt for 8-bit integers) or of a texel as it is fetched (UInt4 for 8-bit integers, the word in X).</param>
/// <param name="Format">How texels are stored, for textures and images.</param>
public sealed record Resource(string Name, ResourceKind Kind, BindingType Binding, IrType Element, TexelFormat Format)
{
    /// <summary>Place among the scalars of a tensor's width, where its texels are addressed; else -1.</summary>
    public int WidthScalar { get; init; } = -1;

    /// <summary>Place among the scalars of a tensor's height, where its texels are addressed; else -1.</summary>
    public int HeightScalar { get; init; } = -1;

    public bool IsTensor => Kind is ResourceKind.ReadTensor or ResourceKind.WriteTensor;

    public bool IsWritten => Kind is ResourceKind.WriteTensor or ResourceKind.ReadWriteBuffer;
}

/// <summary>A scalar that the host gives.</summary>
/// <param name="Name">Its name in every target.</param>
/// <param name="Type">A scalar type.</param>
/// <param name="IsLate">Whether it is fixed when a pipeline is made; else it is given with each dispatch.</param>
public sealed record KernelScalar(string Name, IrType Type, bool IsLate);

/// <summary>An int that is fixed at build time.</summary>
public sealed record StructuralParameter(string Name, ImmutableArray<int> Values);

/// <summary>A function that a kernel calls.</summary>
/// <param name="Name">Unique in the kernel.</param>
/// <param name="Parameters">Passed by value; the function may assign to them.</param>
/// <param name="ReturnType">Null if it returns nothing.</param>
/// <param name="Body">Every path returns a value if the function has one.</param>
public sealed record Function(string Name, ImmutableArray<Local> Parameters, IrType? ReturnType, ImmutableArray<Stmt> Body)
{
    /// <summary>The line of the C# where it is declared; 0 if there is none.</summary>
    public int Line { get; init; }
}
