using System.Linq;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Emit;

/// <summary>Decides which operands of lazy operators may be evaluated whether they are needed or not.</summary>
internal static class SpirvSpeculation
{
    /// <summary>Above so many nodes a branch is taken to cost less than the evaluation.</summary>
    private const int MaxNodes = 16;

    /// <summary>Whether evaluating <paramref name="expression"/> in vain does no harm and costs less than a branch.</summary>
    public static bool IsCheapAndSafe(Expr expression)
    {
        var nodesLeft = MaxNodes;
        return IsCheapAndSafe(expression, ref nodesLeft);
    }

    private static bool IsCheapAndSafe(Expr expression, ref int nodesLeft)
    {
        if (--nodesLeft < 0) return false;
        switch (expression)
        {
            case Literal or ScalarRef or LocalRef or BuiltinRef:
                return true;
            case Unary e:
                return IsCheapAndSafe(e.Operand, ref nodesLeft);
            case Binary e:
                // Division by zero is undefined behaviour, not just an undefined value.
                return e.Op is not (BinaryOp.Divide or BinaryOp.Remainder)
                    && IsCheapAndSafe(e.Left, ref nodesLeft) && IsCheapAndSafe(e.Right, ref nodesLeft);
            case Convert e:
                // So is the conversion of a float that does not fit.
                return !(e.Operand.Type.IsFloat && e.Type.IsInteger)
                    && IsCheapAndSafe(e.Operand, ref nodesLeft);
            case Splat e:
                return IsCheapAndSafe(e.Operand, ref nodesLeft);
            case Component e:
                return IsCheapAndSafe(e.Vector, ref nodesLeft);
            case Construct e:
                var componentsLeft = nodesLeft;
                var areSafe = e.Components.All(c => IsCheapAndSafe(c, ref componentsLeft));
                nodesLeft = componentsLeft;
                return areSafe;
            case Select e:
                return IsCheapAndSafe(e.Condition, ref nodesLeft)
                    && IsCheapAndSafe(e.WhenTrue, ref nodesLeft) && IsCheapAndSafe(e.WhenFalse, ref nodesLeft);
            default:
                return false;
        }
    }
}
