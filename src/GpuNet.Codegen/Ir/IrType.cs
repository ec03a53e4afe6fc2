using System;

namespace GpuNet.Codegen.Ir;

/// <summary>What a component of a value is.</summary>
public enum ScalarKind
{
    /// <summary>A truth value; scalars only.</summary>
    Bool,

    /// <summary>A signed 32-bit integer.</summary>
    Int,

    /// <summary>An unsigned 32-bit integer.</summary>
    UInt,

    /// <summary>A 32-bit float.</summary>
    Float,

    /// <summary>A float of at least 16 bits, which the ComputeInHalves pass brings in; the bits of its literals are those of 32-bit floats.</summary>
    Half,
}

/// <summary>A type of the IR: a scalar, or a vector of two or four.</summary>
/// <param name="Scalar">What a component is.</param>
/// <param name="Width">Number of components: 1, 2 or 4.</param>
public sealed record IrType(ScalarKind Scalar, int Width)
{
    public static readonly IrType Bool = new(ScalarKind.Bool, 1);
    public static readonly IrType Int = new(ScalarKind.Int, 1);
    public static readonly IrType Int2 = new(ScalarKind.Int, 2);
    public static readonly IrType Int4 = new(ScalarKind.Int, 4);
    public static readonly IrType UInt = new(ScalarKind.UInt, 1);
    public static readonly IrType UInt2 = new(ScalarKind.UInt, 2);
    public static readonly IrType UInt4 = new(ScalarKind.UInt, 4);
    public static readonly IrType Float = new(ScalarKind.Float, 1);
    public static readonly IrType Float2 = new(ScalarKind.Float, 2);
    public static readonly IrType Float4 = new(ScalarKind.Float, 4);

    /// <summary>The type of one component.</summary>
    public IrType Component => this with { Width = 1 };

    public bool IsScalar => Width == 1;

    public bool IsFloat => Scalar is ScalarKind.Float or ScalarKind.Half;

    public bool IsInteger => Scalar is ScalarKind.Int or ScalarKind.UInt;

    /// <summary>Bytes of a value in a storage buffer.</summary>
    public int ByteLength => 4 * Width;

    /// <summary>The name in C#, such as Float4.</summary>
    public override string ToString() => Width == 1 ? Scalar.ToString().ToLowerInvariant() : Scalar + Width.ToString();
}
