using System.Collections.Generic;
using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>Turns arrays that are indexed by literals alone into one local variable an element: registers on every driver.</summary>
internal sealed class ScalariseArrays : IrRewriter
{
    private HashSet<string> kept = [];

    public override KernelIr Rewrite(KernelIr kernel)
    {
        var indices = new DynamicIndices();
        indices.Walk(kernel);
        kept = indices.Arrays;
        return base.Rewrite(kernel);
    }

    public override Expr Visit(ArrayLoad e) => kept.Contains(e.Array.Name)
        ? base.Visit(e)
        : new LocalRef(Element(e.Array, ((Literal)e.Index).AsInt));

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        switch (statement)
        {
            case DeclareArray s when !kept.Contains(s.Array.Name):
                for (var i = 0; i < ((Literal)s.Array.Length).AsInt; i++)
                    output.Add(new Declare(Element(s.Array, i), Zero(s.Array.Type)));
                break;
            case ArrayStore s when !kept.Contains(s.Array.Name):
                output.Add(new Assign(Element(s.Array, ((Literal)s.Index).AsInt), Rewrite(s.Value)));
                break;
            default:
                base.Rewrite(statement, output);
                break;
        }
    }

    private static Local Element(LocalArray array, int index) => new($"{array.Name}_{index}", array.Type);

    private static Expr Zero(IrType type)
    {
        var zero = new Literal(type.Component, 0);
        return type.IsScalar ? zero : new Splat(type, zero);
    }

    private sealed class DynamicIndices : IrWalker
    {
        public HashSet<string> Arrays { get; } = [];

        public override void Walk(Stmt statement)
        {
            if (statement is ArrayStore store) Note(store.Array, store.Index);
            base.Walk(statement);
        }

        public override void Walk(Expr expression)
        {
            if (expression is ArrayLoad load) Note(load.Array, load.Index);
            base.Walk(expression);
        }

        private void Note(LocalArray array, Expr index)
        {
            var inside = index is Literal literal && array.Length is Literal length && (uint)literal.AsInt < length.Bits;
            if (!inside) Arrays.Add(array.Name);
        }
    }
}
