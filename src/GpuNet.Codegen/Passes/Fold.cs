using System;
using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Computes what is constant, with C#'s arithmetic: integers wrap, division truncates. Conditions that are constant choose
/// their branch. Floats are folded only where the result is exact by definition (a conversion of a small integer).
/// </summary>
internal sealed class Fold : IrRewriter
{
    private const int ExactFloatIntegers = 1 << 24;

    public static Expr Expression(Expr e) => new Fold().Rewrite(e);

    public override Expr Visit(Unary e)
    {
        var operand = Rewrite(e.Operand);
        return (e.Op, operand) switch
        {
            (UnaryOp.Negate, Literal { Type.Scalar: ScalarKind.Int } l) => Literal.Of(unchecked(-l.AsInt)),
            (UnaryOp.Negate, Literal { Type.Scalar: ScalarKind.Float } l) => Literal.Of(-l.AsFloat),
            (UnaryOp.Not, Literal l) => Literal.Of(!l.AsBool),
            (UnaryOp.Complement, Literal l) => l with { Bits = ~l.Bits },
            _ => new Unary(e.Op, operand),
        };
    }

    public override Expr Visit(Binary e)
    {
        var left = Rewrite(e.Left);
        var right = Rewrite(e.Right);
        if (left is Literal a && right is Literal b && Compute(e.Op, a, b) is { } value) return value;
        if (Identity(e.Op, left, right) is { } simpler) return simpler;
        return new Binary(e.Type, e.Op, left, right);
    }

    public override Expr Visit(Select e)
    {
        var condition = Rewrite(e.Condition);
        if (condition is Literal l) return Rewrite(l.AsBool ? e.WhenTrue : e.WhenFalse);
        return new Select(condition, Rewrite(e.WhenTrue), Rewrite(e.WhenFalse));
    }

    public override Expr Visit(Ir.Convert e)
    {
        var operand = Rewrite(e.Operand);
        return (operand, e.Type.Scalar) switch
        {
            (Literal { Type.Scalar: ScalarKind.Int } l, ScalarKind.UInt) => l with { Type = IrType.UInt },
            (Literal { Type.Scalar: ScalarKind.UInt } l, ScalarKind.Int) => l with { Type = IrType.Int },
            (Literal { Type.Scalar: ScalarKind.Int } l, ScalarKind.Float) when Math.Abs((long)l.AsInt) <= ExactFloatIntegers =>
                Literal.Of((float)l.AsInt),
            _ => new Ir.Convert(e.Type, operand),
        };
    }

    public override Expr Visit(Component e) => Rewrite(e.Vector) switch
    {
        Splat s => s.Operand,
        Construct c => c.Components[e.Index],
        var vector => new Component(vector, e.Index),
    };

    public override Expr Visit(DynamicComponent e)
    {
        var index = Rewrite(e.Index);
        return index is Literal l && l.AsInt >= 0 && l.AsInt < e.Vector.Type.Width
            ? Rewrite(new Component(e.Vector, l.AsInt))
            : new DynamicComponent(Rewrite(e.Vector), index);
    }

    public override Expr Visit(Intrinsic e)
    {
        var arguments = Rewrite(e.Arguments);
        if (e.Type == IrType.Int && arguments.Length == 2 && arguments[0] is Literal a && arguments[1] is Literal b)
        {
            if (e.Op == IntrinsicOp.Min) return Literal.Of(Math.Min(a.AsInt, b.AsInt));
            if (e.Op == IntrinsicOp.Max) return Literal.Of(Math.Max(a.AsInt, b.AsInt));
        }

        return e with { Arguments = arguments };
    }

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        switch (statement)
        {
            case If s when Rewrite(s.Condition) is Literal l:
                output.AddRange(Rewrite(l.AsBool ? s.Then : s.Else));
                break;
            case While { TestAtEnd: false } s when Rewrite(s.Condition) is Literal { AsBool: false }:
                break;
            default:
                base.Rewrite(statement, output);
                break;
        }
    }

    private static Literal? Compute(BinaryOp op, Literal a, Literal b) => a.Type.Scalar switch
    {
        ScalarKind.Int => ComputeInt(op, a.AsInt, b.AsInt),
        ScalarKind.UInt => ComputeUInt(op, a.Bits, b.Bits),
        ScalarKind.Bool => op switch
        {
            BinaryOp.LogicalAnd or BinaryOp.And => Literal.Of(a.AsBool && b.AsBool),
            BinaryOp.LogicalOr or BinaryOp.Or => Literal.Of(a.AsBool || b.AsBool),
            BinaryOp.Equal => Literal.Of(a.AsBool == b.AsBool),
            BinaryOp.NotEqual or BinaryOp.Xor => Literal.Of(a.AsBool != b.AsBool),
            _ => null,
        },
        _ => null,
    };

    private static Literal? ComputeInt(BinaryOp op, int a, int b) => unchecked(op switch
    {
        BinaryOp.Add => Literal.Of(a + b),
        BinaryOp.Subtract => Literal.Of(a - b),
        BinaryOp.Multiply => Literal.Of(a * b),
        BinaryOp.Divide when b != 0 && !(a == int.MinValue && b == -1) => Literal.Of(a / b),
        BinaryOp.Remainder when b != 0 && !(a == int.MinValue && b == -1) => Literal.Of(a % b),
        BinaryOp.And => Literal.Of(a & b),
        BinaryOp.Or => Literal.Of(a | b),
        BinaryOp.Xor => Literal.Of(a ^ b),
        BinaryOp.ShiftLeft => Literal.Of(a << b),
        BinaryOp.ShiftRight => Literal.Of(a >> b),
        BinaryOp.Equal => Literal.Of(a == b),
        BinaryOp.NotEqual => Literal.Of(a != b),
        BinaryOp.Less => Literal.Of(a < b),
        BinaryOp.LessOrEqual => Literal.Of(a <= b),
        BinaryOp.Greater => Literal.Of(a > b),
        BinaryOp.GreaterOrEqual => Literal.Of(a >= b),
        _ => null,
    });

    private static Literal? ComputeUInt(BinaryOp op, uint a, uint b) => unchecked(op switch
    {
        BinaryOp.Add => Literal.Of(a + b),
        BinaryOp.Subtract => Literal.Of(a - b),
        BinaryOp.Multiply => Literal.Of(a * b),
        BinaryOp.Divide when b != 0 => Literal.Of(a / b),
        BinaryOp.Remainder when b != 0 => Literal.Of(a % b),
        BinaryOp.And => Literal.Of(a & b),
        BinaryOp.Or => Literal.Of(a | b),
        BinaryOp.Xor => Literal.Of(a ^ b),
        BinaryOp.ShiftLeft => Literal.Of(a << (int)b),
        BinaryOp.ShiftRight => Literal.Of(a >> (int)b),
        BinaryOp.Equal => Literal.Of(a == b),
        BinaryOp.NotEqual => Literal.Of(a != b),
        BinaryOp.Less => Literal.Of(a < b),
        BinaryOp.LessOrEqual => Literal.Of(a <= b),
        BinaryOp.Greater => Literal.Of(a > b),
        BinaryOp.GreaterOrEqual => Literal.Of(a >= b),
        _ => null,
    });

    // Integers only: x + 0.0 is not x where x is -0.0.
    private static Expr? Identity(BinaryOp op, Expr left, Expr right)
    {
        if (op == BinaryOp.LogicalAnd && left is Literal and) return and.AsBool ? right : and;
        if (op == BinaryOp.LogicalOr && left is Literal or) return or.AsBool ? or : right;
        if (!left.Type.IsInteger || !left.Type.IsScalar) return null;
        var leftIs = (left as Literal)?.AsInt;
        var rightIs = (right as Literal)?.AsInt;
        return (op, leftIs, rightIs) switch
        {
            (BinaryOp.Add or BinaryOp.Or or BinaryOp.Xor, 0, _) => right,
            (BinaryOp.Add or BinaryOp.Subtract or BinaryOp.Or or BinaryOp.Xor, _, 0) => left,
            (BinaryOp.ShiftLeft or BinaryOp.ShiftRight, _, 0) => left,
            (BinaryOp.Multiply, 1, _) => right,
            (BinaryOp.Multiply or BinaryOp.Divide, _, 1) => left,
            (BinaryOp.Multiply, 0, _) => left,
            (BinaryOp.Multiply, _, 0) => right,
            _ => null,
        };
    }
}
