using System.Linq;
using GpuNet.Codegen.Ir;
using GpuNet.Codegen.Passes;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>Whether an expression is known at build time: literals, structural parameters and arithmetic of those.</summary>
internal static class IsStructural
{
    public static bool Of(Expr e) => e switch
    {
        Literal or StructuralRef => true,
        Unary or Binary => IrWalker.Children(e).All(Of),
        _ => false,
    };
}
