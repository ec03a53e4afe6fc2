using System.Collections.Generic;
using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>Replaces structural parameters by the values of one variant.</summary>
internal sealed class Specialise(IReadOnlyList<int> values) : IrRewriter
{
    /// <summary>An expression with the values of one variant, folded.</summary>
    public static Expr Expression(Expr e, IReadOnlyList<int> values) => Fold.Expression(new Specialise(values).Rewrite(e));

    public override Expr Visit(StructuralRef e) => Literal.Of(values[e.Index]);

    public override Expr Visit(ArrayLoad e) => new ArrayLoad(Sized(e.Array), Rewrite(e.Index));

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        switch (statement)
        {
            case DeclareArray s:
                output.Add(new DeclareArray(Sized(s.Array)));
                break;
            case ArrayStore s:
                output.Add(new ArrayStore(Sized(s.Array), Rewrite(s.Index), Rewrite(s.Value)));
                break;
            default:
                base.Rewrite(statement, output);
                break;
        }
    }

    private LocalArray Sized(LocalArray array) => array with { Length = Fold.Expression(Rewrite(array.Length)) };
}
