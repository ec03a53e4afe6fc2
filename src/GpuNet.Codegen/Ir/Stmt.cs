using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Ir;

/// <summary>A statement. Control flow is structured: there is no jump but break, continue and return.</summary>
public abstract record Stmt
{
    /// <summary>The line of the kernel's C# that it comes from, counted from 1; 0 where it comes from none.</summary>
    public int Line { get; init; }

    public abstract void Accept(IStmtVisitor visitor);
}

/// <summary>One method for each kind of statement: a target that lacks one does not compile.</summary>
public interface IStmtVisitor
{
    void Visit(Declare s);

    void Visit(DeclareArray s);

    void Visit(Assign s);

    void Visit(ArrayStore s);

    void Visit(SharedStore s);

    void Visit(BufferStore s);

    void Visit(TensorWrite s);

    void Visit(ImageStore s);

    void Visit(If s);

    void Visit(For s);

    void Visit(While s);

    void Visit(Break s);

    void Visit(Continue s);

    void Visit(Return s);

    void Visit(Barrier s);

    void Visit(CallStatement s);
}

/// <summary>A local variable; its name is unique in its function.</summary>
public sealed record Local(string Name, IrType Type);

/// <summary>An array of the invocation's own, zero at its declaration; its name is unique in its function.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Length">Number of elements: a literal once structural parameters are known.</param>
public sealed record LocalArray(string Name, IrType Type, Expr Length);

/// <summary>An array of the workgroup's; its name is unique in the kernel.</summary>
public sealed record SharedArray(string Name, IrType Type, int Length);

/// <summary>Declares a local variable. Without a value it is undefined: C# has proven that it is assigned before use.</summary>
public sealed record Declare(Local Local, Expr? Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Declares an array, all zero.</summary>
public sealed record DeclareArray(LocalArray Array) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Assigns to a local variable.</summary>
public sealed record Assign(Local Local, Expr Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes an element of a local array.</summary>
public sealed record ArrayStore(LocalArray Array, Expr Index, Expr Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes an element of a shared array.</summary>
public sealed record SharedStore(SharedArray Array, Expr Index, Expr Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes an element of a storage buffer.</summary>
public sealed record BufferStore(int Resource, Expr Index, Expr Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes a texel. The LowerStorage pass replaces it by a buffer store or an image store.</summary>
public sealed record TensorWrite(int Resource, Expr X, Expr Y, Expr Layer, Expr Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Writes a texel of an image array that is bound as <see cref="BindingType.StorageImage"/>.</summary>
public sealed record ImageStore(int Resource, Expr X, Expr Y, Expr Layer, Expr Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Chooses; <paramref name="Else"/> may be empty.</summary>
public sealed record If(Expr Condition, ImmutableArray<Stmt> Then, ImmutableArray<Stmt> Else) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>for (variable = first; condition; variable = next) body. The variable belongs to the loop.</summary>
public sealed record For(Local Variable, Expr First, Expr Condition, Expr Next, ImmutableArray<Stmt> Body) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>while (condition) body, or do body while (condition).</summary>
public sealed record While(Expr Condition, ImmutableArray<Stmt> Body, bool TestAtEnd) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Leaves the innermost loop.</summary>
public sealed record Break : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Goes on with the innermost loop's next round.</summary>
public sealed record Continue : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Leaves the function or the kernel.</summary>
public sealed record Return(Expr? Value) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>Waits for the workgroup, and makes its shared arrays visible to all of it.</summary>
/// <param name="Origin">Where it stands in the C#.</param>
public sealed record Barrier(Location? Origin = null) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}

/// <summary>A call of a function of the kernel for its effect.</summary>
public sealed record CallStatement(string Function, ImmutableArray<Expr> Arguments) : Stmt
{
    public override void Accept(IStmtVisitor visitor) => visitor.Visit(this);
}
