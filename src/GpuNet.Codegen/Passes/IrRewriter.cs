using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Rebuilds a kernel from the leaves up. A pass derives from it and overrides what it changes: an expression becomes one
/// expression, a statement any number of them.
/// </summary>
internal abstract class IrRewriter : IExprVisitor<Expr>
{
    public virtual KernelIr Rewrite(KernelIr kernel) => kernel with
    {
        Functions = kernel.Functions.Map(f => f with { Body = Rewrite(f.Body) }),
        Body = Rewrite(kernel.Body),
    };

    public ImmutableArray<Stmt> Rewrite(ImmutableArray<Stmt> statements)
    {
        var output = ImmutableArray.CreateBuilder<Stmt>(statements.Length);
        foreach (var statement in statements)
        {
            var first = output.Count;
            Rewrite(statement, output);
            // What a pass makes anew comes from the line of what it made it of.
            for (var i = first; i < output.Count; i++)
            {
                if (output[i].Line == 0) output[i] = output[i] with { Line = statement.Line };
            }
        }

        return output.ToImmutable();
    }

    public Expr Rewrite(Expr e) => e.Accept(this);

    public virtual Expr Visit(Literal e) => e;

    public virtual Expr Visit(ScalarRef e) => e;

    public virtual Expr Visit(StructuralRef e) => e;

    public virtual Expr Visit(LocalRef e) => e;

    public virtual Expr Visit(BuiltinRef e) => e;

    public virtual Expr Visit(Unary e) => e with { Operand = Rewrite(e.Operand) };

    public virtual Expr Visit(Binary e) => e with { Left = Rewrite(e.Left), Right = Rewrite(e.Right) };

    public virtual Expr Visit(Select e) => new Select(Rewrite(e.Condition), Rewrite(e.WhenTrue), Rewrite(e.WhenFalse));

    public virtual Expr Visit(Convert e) => e with { Operand = Rewrite(e.Operand) };

    public virtual Expr Visit(Splat e) => e with { Operand = Rewrite(e.Operand) };

    public virtual Expr Visit(Construct e) => e with { Components = Rewrite(e.Components) };

    public virtual Expr Visit(Component e) => new Component(Rewrite(e.Vector), e.Index);

    public virtual Expr Visit(DynamicComponent e) => new DynamicComponent(Rewrite(e.Vector), Rewrite(e.Index));

    public virtual Expr Visit(Intrinsic e) => e with { Arguments = Rewrite(e.Arguments) };

    public virtual Expr Visit(Call e) => e with { Arguments = Rewrite(e.Arguments) };

    public virtual Expr Visit(TensorRead e) => e with { X = Rewrite(e.X), Y = Rewrite(e.Y), Layer = Rewrite(e.Layer) };

    public virtual Expr Visit(TexelFetch e) => e with { X = Rewrite(e.X), Y = Rewrite(e.Y), Layer = Rewrite(e.Layer) };

    public virtual Expr Visit(BufferLoad e) => e with { Index = Rewrite(e.Index) };

    public virtual Expr Visit(ArrayLoad e) => new ArrayLoad(e.Array, Rewrite(e.Index));

    public virtual Expr Visit(SharedLoad e) => e with { Index = Rewrite(e.Index) };

    protected ImmutableArray<Expr> Rewrite(ImmutableArray<Expr> expressions) => expressions.Map(Rewrite);

    protected virtual void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        output.Add(statement switch
        {
            Declare s => s with { Value = s.Value is null ? null : Rewrite(s.Value) },
            DeclareArray s => s,
            Assign s => s with { Value = Rewrite(s.Value) },
            ArrayStore s => s with { Index = Rewrite(s.Index), Value = Rewrite(s.Value) },
            SharedStore s => s with { Index = Rewrite(s.Index), Value = Rewrite(s.Value) },
            BufferStore s => s with { Index = Rewrite(s.Index), Value = Rewrite(s.Value) },
            TensorWrite s => s with { X = Rewrite(s.X), Y = Rewrite(s.Y), Layer = Rewrite(s.Layer), Value = Rewrite(s.Value) },
            ImageStore s => s with { X = Rewrite(s.X), Y = Rewrite(s.Y), Layer = Rewrite(s.Layer), Value = Rewrite(s.Value) },
            If s => new If(Rewrite(s.Condition), Rewrite(s.Then), Rewrite(s.Else)),
            For s => s with { First = Rewrite(s.First), Condition = Rewrite(s.Condition), Next = Rewrite(s.Next), Body = Rewrite(s.Body) },
            While s => s with { Condition = Rewrite(s.Condition), Body = Rewrite(s.Body) },
            Return s => new Return(s.Value is null ? null : Rewrite(s.Value)),
            CallStatement s => s with { Arguments = Rewrite(s.Arguments) },
            _ => statement,
        });
    }
}
