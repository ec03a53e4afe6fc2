using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>Short forms for building IR by hand.</summary>
internal static class IrBuilder
{
    /// <summary>Resource 0 of <see cref="Kernel"/>: a buffer of Float4 that is written.</summary>
    public const int Floats = 0;

    /// <summary>Resource 1: a buffer of ints that is written.</summary>
    public const int Ints = 1;

    /// <summary>Resource 2: a buffer of UInt2 that is read.</summary>
    public const int Halves = 2;

    /// <summary>Resource 3: a texture array of half floats.</summary>
    public const int Texture = 3;

    /// <summary>Resource 4: an image array of half floats.</summary>
    public const int HalfImage = 4;

    /// <summary>Resource 5: an image array of floats.</summary>
    public const int FloatImage = 5;

    public static readonly SharedArray Tile = new("tile", IrType.Float4, 64);

    /// <summary>One of each type, first as late constants and then as uniforms.</summary>
    public static readonly ImmutableArray<KernelScalar> Scalars =
    [
        new("width", IrType.Int, true), new("mask", IrType.UInt, true), new("scale", IrType.Float, true), new("relu", IrType.Bool, true),
        new("height", IrType.Int, false), new("bits", IrType.UInt, false), new("low", IrType.Float, false), new("clips", IrType.Bool, false),
    ];

    public static readonly Expr Width = new ScalarRef(IrType.Int, 0);
    public static readonly Expr Mask = new ScalarRef(IrType.UInt, 1);
    public static readonly Expr Scale = new ScalarRef(IrType.Float, 2);
    public static readonly Expr Relu = new ScalarRef(IrType.Bool, 3);
    public static readonly Expr X = new BuiltinRef(Builtin.GlobalId, 0);

    /// <summary>A kernel with every kind of resource.</summary>
    public static KernelIr Kernel(params Stmt[] body) => Kernel([], body);

    /// <inheritdoc cref="Kernel(Stmt[])"/>
    public static KernelIr Kernel(ImmutableArray<Function> functions, params Stmt[] body) => new(
        "Sample",
        [8, 4, 1],
        [TexelFormat.Float32, TexelFormat.Float16],
        [
            new("floats", ResourceKind.ReadWriteBuffer, BindingType.StorageBuffer, IrType.Float4, TexelFormat.Float32),
            new("ints", ResourceKind.ReadWriteBuffer, BindingType.StorageBuffer, IrType.Int, TexelFormat.Float32),
            new("halves", ResourceKind.ReadTensor, BindingType.StorageBuffer, IrType.UInt2, TexelFormat.Float16),
            new("source", ResourceKind.ReadTensor, BindingType.SampledTexture, IrType.Float4, TexelFormat.Float16),
            new("half_target", ResourceKind.WriteTensor, BindingType.StorageImage, IrType.Float4, TexelFormat.Float16),
            new("target", ResourceKind.WriteTensor, BindingType.StorageImage, IrType.Float4, TexelFormat.Float32),
        ],
        Scalars,
        [],
        [Tile],
        functions,
        [.. body]);

    public static Expr Lit(int value) => Literal.Of(value);

    public static Expr Lit(uint value) => Literal.Of(value);

    public static Expr Lit(float value) => Literal.Of(value);

    public static Expr Lit(bool value) => Literal.Of(value);

    public static Expr Ref(Local local) => new LocalRef(local);

    public static Expr Bin(BinaryOp op, Expr left, Expr right)
    {
        var isTruth = op is >= BinaryOp.Equal and <= BinaryOp.LogicalOr;
        return new Binary(isTruth ? IrType.Bool : left.Type, op, left, right);
    }

    public static Expr Add(Expr left, Expr right) => Bin(BinaryOp.Add, left, right);

    public static Expr Less(Expr left, Expr right) => Bin(BinaryOp.Less, left, right);

    public static Expr Call(IrType type, IntrinsicOp op, params Expr[] arguments) => new Intrinsic(type, op, [.. arguments]);

    public static Expr Vector(IrType type, params Expr[] components) => new Construct(type, [.. components]);

    /// <summary>An int from memory, which is not evaluated in vain.</summary>
    public static Expr LoadInt(Expr index) => new BufferLoad(IrType.Int, Ints, index);

    public static Expr LoadFloat(Expr index) => new Component(new BufferLoad(IrType.Float4, Floats, index), 0);

    public static Stmt StoreInt(Expr value) => new BufferStore(Ints, X, value);

    /// <summary>A statement that uses a value of any type.</summary>
    public static Stmt Use(Expr value) => value.Type switch
    {
        { Scalar: ScalarKind.Float, Width: 4 } => new BufferStore(Floats, X, value),
        { Scalar: ScalarKind.Bool } => StoreInt(new Select(value, Lit(1), Lit(0))),
        { Width: > 1 } => Use(new Component(value, 1)),
        { Scalar: ScalarKind.Int } => StoreInt(value),
        { Scalar: ScalarKind.UInt } => StoreInt(new Ir.Convert(IrType.Int, value)),
        _ => new BufferStore(Floats, X, new Splat(IrType.Float4, value)),
    };

    public static Stmt If(Expr condition, params Stmt[] then) => new If(condition, [.. then], []);

    public static Stmt IfElse(Expr condition, Stmt then, Stmt otherwise) => new If(condition, [then], [otherwise]);

    /// <summary>for (i = 0; i &lt; count; i = i + 1).</summary>
    public static Stmt For(Local i, Expr count, params Stmt[] body) =>
        new For(i, Lit(0), Less(Ref(i), count), Add(Ref(i), Lit(1)), [.. body]);

    public static Stmt While(Expr condition, params Stmt[] body) => new While(condition, [.. body], TestAtEnd: false);

    public static Stmt DoWhile(Expr condition, params Stmt[] body) => new While(condition, [.. body], TestAtEnd: true);
}
