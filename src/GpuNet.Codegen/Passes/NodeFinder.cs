using System;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>Tells whether something occurs in a kernel.</summary>
internal sealed class NodeFinder : IrWalker
{
    private readonly Func<Expr, bool> isSought;
    private bool found;
    private bool foundBarrier;

    private NodeFinder(Func<Expr, bool> isSought) => this.isSought = isSought;

    /// <summary>Whether an expression of type <typeparamref name="T"/> that fulfils a condition occurs.</summary>
    public static bool Has<T>(KernelIr kernel, Func<T, bool> condition)
        where T : Expr
    {
        var finder = new NodeFinder(e => e is T sought && condition(sought));
        finder.Walk(kernel);
        return finder.found;
    }

    /// <summary>Whether a barrier occurs.</summary>
    public static bool HasBarrier(KernelIr kernel)
    {
        var finder = new NodeFinder(_ => false);
        finder.Walk(kernel);
        return finder.foundBarrier;
    }

    public override void Walk(Stmt statement)
    {
        foundBarrier |= statement is Barrier;
        base.Walk(statement);
    }

    public override void Walk(Expr expression)
    {
        found |= isSought(expression);
        base.Walk(expression);
    }
}
