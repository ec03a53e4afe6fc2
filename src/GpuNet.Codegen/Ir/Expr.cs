using System;
using System.Collections.Immutable;

namespace GpuNet.Codegen.Ir;

/// <summary>An expression: a tree without side effects, save for what a called function does.</summary>
public abstract record Expr(IrType Type)
{
    public abstract T Accept<T>(IExprVisitor<T> visitor);
}

/// <summary>One method for each kind of expression: a target that lacks one does not compile.</summary>
public interface IExprVisitor<out T>
{
    T Visit(Literal e);

    T Visit(ScalarRef e);

    T Visit(StructuralRef e);

    T Visit(LocalRef e);

    T Visit(BuiltinRef e);

    T Visit(Unary e);

    T Visit(Binary e);

    T Visit(Select e);

    T Visit(Convert e);

    T Visit(Splat e);

    T Visit(Construct e);

    T Visit(Component e);

    T Visit(DynamicComponent e);

    T Visit(Intrinsic e);

    T Visit(Call e);

    T Visit(TensorRead e);

    T Visit(TexelFetch e);

    T Visit(BufferLoad e);

    T Visit(ArrayLoad e);

    T Visit(SharedLoad e);
}

/// <summary>A scalar constant.</summary>
/// <param name="Type">A scalar type.</param>
/// <param name="Bits">Its 32 bits; 0 or 1 for a truth value.</param>
public sealed record Literal(IrType Type, uint Bits) : Expr(Type)
{
    public int AsInt => unchecked((int)Bits);

    public float AsFloat => BitConverter.ToSingle(BitConverter.GetBytes(Bits), 0);

    public bool AsBool => Bits != 0;

    public static Literal Of(int value) => new(IrType.Int, unchecked((uint)value));

    public static Literal Of(uint value) => new(IrType.UInt, value);

    public static Literal Of(float value) => new(IrType.Float, BitConverter.ToUInt32(BitConverter.GetBytes(value), 0));

    public static Literal Of(bool value) => new(IrType.Bool, value ? 1u : 0u);

    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The value of a uniform or a late constant.</summary>
/// <param name="Type">A scalar type.</param>
/// <param name="Index">Its place in <see cref="KernelIr.Scalars"/>.</param>
public sealed record ScalarRef(IrType Type, int Index) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A structural parameter. The Specialise pass replaces it by a literal.</summary>
/// <param name="Index">Its place in <see cref="KernelIr.Structural"/>.</param>
public sealed record StructuralRef(int Index) : Expr(IrType.Int)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The value of a local variable or of a function's parameter.</summary>
public sealed record LocalRef(Local Local) : Expr(Local.Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>Where an invocation stands.</summary>
public enum Builtin
{
    /// <summary>In the grid.</summary>
    GlobalId,

    /// <summary>In its workgroup.</summary>
    LocalId,

    /// <summary>The workgroup's number.</summary>
    GroupId,

    /// <summary>Invocations of a workgroup.</summary>
    GroupSize,
}

/// <summary>One coordinate of a builtin, as an int.</summary>
/// <param name="Builtin">Which.</param>
/// <param name="Axis">0, 1 or 2.</param>
public sealed record BuiltinRef(Builtin Builtin, int Axis) : Expr(IrType.Int)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

public enum UnaryOp
{
    /// <summary>Arithmetic negation.</summary>
    Negate,

    /// <summary>Truth negation.</summary>
    Not,

    /// <summary>Bitwise complement.</summary>
    Complement,
}

public sealed record Unary(UnaryOp Op, Expr Operand) : Expr(Operand.Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

public enum BinaryOp
{
    Add,
    Subtract,
    Multiply,

    /// <summary>Truncates toward zero for integers.</summary>
    Divide,

    /// <summary>Has the sign of the dividend; integers only.</summary>
    Remainder,
    And,
    Or,
    Xor,

    /// <summary>By a count of 0 to 31: the front end masks counts that are not constant.</summary>
    ShiftLeft,

    /// <summary>Arithmetic for int, logical for uint.</summary>
    ShiftRight,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,

    /// <summary>Evaluates the right side only if the left is true.</summary>
    LogicalAnd,

    /// <summary>Evaluates the right side only if the left is false.</summary>
    LogicalOr,
}

/// <summary>An operation on two operands of one type; comparisons are of scalars. The count of a shift has the type of the value.</summary>
public sealed record Binary(IrType Type, BinaryOp Op, Expr Left, Expr Right) : Expr(Type)
{
    public bool IsComparison => Op is >= BinaryOp.Equal and <= BinaryOp.GreaterOrEqual;

    public bool IsLogical => Op is BinaryOp.LogicalAnd or BinaryOp.LogicalOr;

    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The ternary operator: evaluates only the branch that is taken.</summary>
/// <param name="Condition">A scalar truth value.</param>
/// <param name="WhenTrue">Taken if it holds.</param>
/// <param name="WhenFalse">Taken if not.</param>
public sealed record Select(Expr Condition, Expr WhenTrue, Expr WhenFalse) : Expr(WhenTrue.Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A conversion between numbers of the same width: int and uint keep the bits, float to integer truncates.</summary>
public sealed record Convert(IrType Type, Expr Operand) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A vector whose components are all the same scalar.</summary>
public sealed record Splat(IrType Type, Expr Operand) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A vector from as many scalars.</summary>
public sealed record Construct(IrType Type, ImmutableArray<Expr> Components) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A component of a vector.</summary>
public sealed record Component(Expr Vector, int Index) : Expr(Vector.Type.Component)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A component of a vector, chosen at run time.</summary>
public sealed record DynamicComponent(Expr Vector, Expr Index) : Expr(Vector.Type.Component)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>The functions of the kernel language.</summary>
public enum IntrinsicOp
{
    /// <summary>a * b + c, fused or not.</summary>
    MulAdd,
    Min,
    Max,
    Clamp,
    Abs,
    Floor,
    Ceiling,
    RoundEven,
    Sqrt,
    InverseSqrt,
    Exp,
    Log,
    Sin,
    Cos,
    Tanh,
    Pow,
    Dot,

    /// <summary>The upper 32 bits of the 64-bit product, signed or unsigned as the operands.</summary>
    MulHigh,

    /// <summary>uint to int; 32 for zero.</summary>
    LeadingZeroCount,

    /// <summary>The same bits as another scalar type.</summary>
    BitCast,

    /// <summary>Float2 to uint.</summary>
    PackHalf2,

    /// <summary>uint to Float2.</summary>
    UnpackHalf2,

    /// <summary>Float4 to UInt2: X and Y in the first word.</summary>
    PackHalf4,

    /// <summary>UInt2 to Float4.</summary>
    UnpackHalf4,

    /// <summary>Float4 to Float4: the nearest numbers that halves hold, ties to even.</summary>
    RoundHalf4,

    /// <summary>uint to Int4: its four bytes, signed, X from the lowest.</summary>
    UnpackInt8,

    /// <summary>Int4 to uint: the low byte of each component, X in the lowest.</summary>
    PackInt8,

    /// <summary>Two uints to int: the sum of the products of their four signed bytes.</summary>
    DotInt8,
}

/// <summary>A function of the kernel language. All operands of arithmetic ones have one type.</summary>
public sealed record Intrinsic(IrType Type, IntrinsicOp Op, ImmutableArray<Expr> Arguments) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A call of a function of the kernel that returns a value.</summary>
public sealed record Call(IrType Type, string Function, ImmutableArray<Expr> Arguments) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A texel of a tensor. The LowerStorage pass replaces it by a buffer load or a texel fetch.</summary>
/// <param name="Type">What a texel reads as.</param>
/// <param name="Resource">Place in <see cref="KernelIr.Resources"/>.</param>
/// <param name="X">Along the width.</param>
/// <param name="Y">Along the height.</param>
/// <param name="Layer">Array layer.</param>
public sealed record TensorRead(IrType Type, int Resource, Expr X, Expr Y, Expr Layer) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>A texel of a texture array that is bound as <see cref="BindingType.SampledTexture"/>.</summary>
public sealed record TexelFetch(IrType Type, int Resource, Expr X, Expr Y, Expr Layer) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>An element of a storage buffer.</summary>
/// <param name="Type">The type of the resource's elements.</param>
/// <param name="Resource">Place in <see cref="KernelIr.Resources"/>.</param>
/// <param name="Index">Number of the element, an int.</param>
public sealed record BufferLoad(IrType Type, int Resource, Expr Index) : Expr(Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>An element of an array of the invocation's own.</summary>
public sealed record ArrayLoad(LocalArray Array, Expr Index) : Expr(Array.Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}

/// <summary>An element of an array of the workgroup's.</summary>
public sealed record SharedLoad(SharedArray Array, Expr Index) : Expr(Array.Type)
{
    public override T Accept<T>(IExprVisitor<T> visitor) => visitor.Visit(this);
}
