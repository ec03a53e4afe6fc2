using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>Visits every statement and expression of a kernel, outermost first, and changes nothing.</summary>
internal abstract class IrWalker
{
    public virtual void Walk(KernelIr kernel)
    {
        foreach (var function in kernel.Functions) Walk(function.Body);
        Walk(kernel.Body);
    }

    public void Walk(ImmutableArray<Stmt> statements)
    {
        foreach (var statement in statements) Walk(statement);
    }

    public virtual void Walk(Stmt statement)
    {
        foreach (var e in Children(statement)) Walk(e);
        foreach (var block in Blocks(statement)) Walk(block);
    }

    public virtual void Walk(Expr expression)
    {
        foreach (var child in Children(expression)) Walk(child);
    }

    /// <summary>The operands of an expression.</summary>
    public static ImmutableArray<Expr> Children(Expr expression) => expression switch
    {
        Unary e => [e.Operand],
        Binary e => [e.Left, e.Right],
        Select e => [e.Condition, e.WhenTrue, e.WhenFalse],
        Convert e => [e.Operand],
        Splat e => [e.Operand],
        Construct e => e.Components,
        Component e => [e.Vector],
        DynamicComponent e => [e.Vector, e.Index],
        Intrinsic e => e.Arguments,
        Call e => e.Arguments,
        TensorRead e => [e.X, e.Y, e.Layer],
        TexelFetch e => [e.X, e.Y, e.Layer],
        BufferLoad e => [e.Index],
        ArrayLoad e => [e.Index],
        SharedLoad e => [e.Index],
        _ => [],
    };

    /// <summary>The expressions of a statement, without those of the statements in it.</summary>
    public static ImmutableArray<Expr> Children(Stmt statement) => statement switch
    {
        Declare { Value: { } value } => [value],
        DeclareArray s => [s.Array.Length],
        Assign s => [s.Value],
        ArrayStore s => [s.Index, s.Value],
        SharedStore s => [s.Index, s.Value],
        BufferStore s => [s.Index, s.Value],
        TensorWrite s => [s.X, s.Y, s.Layer, s.Value],
        ImageStore s => [s.X, s.Y, s.Layer, s.Value],
        If s => [s.Condition],
        For s => [s.First, s.Condition, s.Next],
        While s => [s.Condition],
        Return { Value: { } value } => [value],
        CallStatement s => s.Arguments,
        _ => [],
    };

    /// <summary>The blocks in a statement.</summary>
    public static ImmutableArray<ImmutableArray<Stmt>> Blocks(Stmt statement) => statement switch
    {
        If s => [s.Then, s.Else],
        For s => [s.Body],
        While s => [s.Body],
        _ => [],
    };
}
