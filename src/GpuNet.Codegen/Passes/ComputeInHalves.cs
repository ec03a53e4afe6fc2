using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Lets a kernel whose storage is lowered compute in 16-bit floats: variables, literals and operators become halves, what is loaded
/// is narrowed, and what is stored is widened for the instruction that packs it.
/// </summary>
internal sealed class ComputeInHalves : IrRewriter
{
    public override KernelIr Rewrite(KernelIr kernel) => kernel with
    {
        SharedArrays = kernel.SharedArrays.Map(Narrow),
        Functions = kernel.Functions.Map(f => f with
        {
            Parameters = f.Parameters.Map(Narrow),
            ReturnType = f.ReturnType is null ? null : Narrow(f.ReturnType),
            Body = Rewrite(f.Body),
        }),
        Body = Rewrite(kernel.Body),
    };

    public override Expr Visit(Literal e) => e with { Type = Narrow(e.Type) };

    public override Expr Visit(ScalarRef e) => Narrow(e);

    public override Expr Visit(LocalRef e) => new LocalRef(Narrow(e.Local));

    public override Expr Visit(Unary e) => new Unary(e.Op, Rewrite(e.Operand));

    public override Expr Visit(Binary e) => new Binary(Narrow(e.Type), e.Op, Rewrite(e.Left), Rewrite(e.Right));

    public override Expr Visit(Convert e) => new Convert(Narrow(e.Type), Rewrite(e.Operand));

    public override Expr Visit(Splat e) => new Splat(Narrow(e.Type), Rewrite(e.Operand));

    public override Expr Visit(Construct e) => new Construct(Narrow(e.Type), Rewrite(e.Components));

    public override Expr Visit(Intrinsic e)
    {
        var arguments = Rewrite(e.Arguments);
        return e.Op switch
        {
            // What is a half needs no rounding. Where OpenGL ES computes in more, cutting off is within what was asked for.
            IntrinsicOp.RoundHalf4 => Widen(arguments[0]),
            IntrinsicOp.PackHalf2 or IntrinsicOp.PackHalf4 or IntrinsicOp.BitCast => Narrow(e with { Arguments = arguments.Map(Widen) }),
            IntrinsicOp.UnpackHalf2 or IntrinsicOp.UnpackHalf4 => Narrow(e with { Arguments = arguments }),
            _ => new Intrinsic(Narrow(e.Type), e.Op, arguments),
        };
    }

    public override Expr Visit(Call e) => new Call(Narrow(e.Type), e.Function, Rewrite(e.Arguments));

    public override Expr Visit(TexelFetch e) => Narrow(base.Visit(e));

    public override Expr Visit(BufferLoad e) => Narrow(base.Visit(e));

    public override Expr Visit(ArrayLoad e) => new ArrayLoad(Narrow(e.Array), Rewrite(e.Index));

    public override Expr Visit(SharedLoad e) => new SharedLoad(Narrow(e.Array), Rewrite(e.Index));

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        switch (statement)
        {
            case Declare s:
                output.Add(s with { Local = Narrow(s.Local), Value = s.Value is null ? null : Rewrite(s.Value) });
                break;
            case DeclareArray s:
                output.Add(s with { Array = Narrow(s.Array) });
                break;
            case Assign s:
                output.Add(s with { Local = Narrow(s.Local), Value = Rewrite(s.Value) });
                break;
            case ArrayStore s:
                output.Add(new ArrayStore(Narrow(s.Array), Rewrite(s.Index), Rewrite(s.Value)) { Line = s.Line });
                break;
            case SharedStore s:
                output.Add(new SharedStore(Narrow(s.Array), Rewrite(s.Index), Rewrite(s.Value)) { Line = s.Line });
                break;
            case BufferStore s:
                output.Add(s with { Index = Rewrite(s.Index), Value = Widen(Rewrite(s.Value)) });
                break;
            case ImageStore s:
                output.Add(s with { X = Rewrite(s.X), Y = Rewrite(s.Y), Layer = Rewrite(s.Layer), Value = Widen(Rewrite(s.Value)) });
                break;
            case For s:
                output.Add(new For(Narrow(s.Variable), Rewrite(s.First), Rewrite(s.Condition), Rewrite(s.Next), Rewrite(s.Body)) { Line = s.Line });
                break;
            default:
                base.Rewrite(statement, output);
                break;
        }
    }

    private static IrType Narrow(IrType type) => type.Scalar == ScalarKind.Float ? type with { Scalar = ScalarKind.Half } : type;

    private static Local Narrow(Local local) => local with { Type = Narrow(local.Type) };

    private static LocalArray Narrow(LocalArray array) => array with { Type = Narrow(array.Type) };

    private static SharedArray Narrow(SharedArray array) => array with { Type = Narrow(array.Type) };

    private static Expr Narrow(Expr e) => e.Type.Scalar == ScalarKind.Float ? new Convert(Narrow(e.Type), e) : e;

    private static Expr Widen(Expr e) => e.Type.Scalar == ScalarKind.Half ? new Convert(e.Type with { Scalar = ScalarKind.Float }, e) : e;
}
