using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Ir;
using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Proves that every barrier is reached by all invocations of a workgroup or by none. Conservative: whatever comes from an
/// invocation's position, from memory or from a function counts as different among them.
/// </summary>
internal sealed class BarrierUniformity
{
    private const string Conditional = "it stands behind a condition that may differ among them";
    private const string Left = "one may have returned or left the loop before";

    private readonly Dictionary<string, Function> functions;
    private readonly HashSet<string> varying = [];
    private readonly Location kernel;

    private BarrierUniformity(KernelIr ir, Location kernel)
    {
        this.kernel = kernel;
        functions = ir.Functions.ToDictionary(f => f.Name);
    }

    /// <exception cref="KernelErrorException">A barrier may not be reached by all.</exception>
    public static void Check(KernelIr ir, Location kernel)
    {
        var check = new BarrierUniformity(ir, kernel);
        check.FindVarying(ir.Body);
        check.Block(ir.Body, reason: null);
    }

    // Assignments in loops reach back, so once more until nothing is added.
    private void FindVarying(ImmutableArray<Stmt> body)
    {
        int before;
        do
        {
            before = varying.Count;
            Assignments(body, underVarying: false);
        }
        while (varying.Count != before);
    }

    private void Assignments(ImmutableArray<Stmt> block, bool underVarying)
    {
        foreach (var statement in block)
        {
            switch (statement)
            {
                case Declare { Value: { } value } s when underVarying || Varies(value):
                    varying.Add(s.Local.Name);
                    break;
                case CallStatement s:
                    var function = functions[s.Function];
                    for (var i = 0; i < s.Arguments.Length; i++)
                    {
                        if (underVarying || Varies(s.Arguments[i])) varying.Add(function.Parameters[i].Name);
                    }

                    Assignments(function.Body, underVarying);
                    break;
                case Assign s when underVarying || Varies(s.Value):
                    varying.Add(s.Local.Name);
                    break;
                case For s when underVarying || Varies(s.First) || Varies(s.Next):
                    varying.Add(s.Variable.Name);
                    break;
            }

            // How often a loop runs that some leave early differs as much as one whose condition does.
            var under = underVarying
                || (statement is If or For or While && IrWalker.Children(statement).Any(Varies))
                || (statement is For or While && LeavesUnderVarying(IrWalker.Blocks(statement)[0]));
            foreach (var inner in IrWalker.Blocks(statement)) Assignments(inner, under);
        }
    }

    private bool Varies(Expr e) => e switch
    {
        BuiltinRef b => b.Builtin is Builtin.GlobalId or Builtin.LocalId,
        LocalRef l => varying.Contains(l.Local.Name),
        TensorRead or TexelFetch or BufferLoad or ArrayLoad or SharedLoad or Call => true,
        _ => IrWalker.Children(e).Any(Varies),
    };

    // Returns why later barriers of the same block may be missed, or null.
    private string? Block(ImmutableArray<Stmt> block, string? reason)
    {
        foreach (var statement in block)
        {
            switch (statement)
            {
                case Barrier s when reason is not null:
                    throw new KernelErrorException(DiagnosticInfo.At(s.Origin ?? kernel, KernelDiagnostics.DivergentBarrier, reason));
                case CallStatement s:
                    Block(functions[s.Function].Body, reason);
                    break;
                case If s:
                    var inIf = reason ?? (Varies(s.Condition) ? Conditional : null);
                    Block(s.Then, inIf);
                    Block(s.Else, inIf);
                    if ((inIf is not null && (Leaves(s.Then) || Leaves(s.Else))) || LeavesUnderVarying([s])) reason ??= Left;
                    break;
                case For or While:
                    var varies = IrWalker.Children(statement).Any(Varies);
                    var body = IrWalker.Blocks(statement)[0];
                    // A barrier early in the body comes after whatever leaves late in the round before.
                    var inLoop = reason ?? (varies ? Conditional : LeavesUnderVarying(body) ? Left : null);
                    Block(body, inLoop);
                    if (inLoop is not null && Returns(body)) reason ??= Left;
                    break;
            }
        }

        return reason;
    }

    private bool LeavesUnderVarying(ImmutableArray<Stmt> block) => block.Any(s => s switch
    {
        If i => (Varies(i.Condition) && (Leaves(i.Then) || Leaves(i.Else))) || LeavesUnderVarying(i.Then) || LeavesUnderVarying(i.Else),
        For or While => Returns(IrWalker.Blocks(s)[0])
            && (IrWalker.Children(s).Any(Varies) || LeavesUnderVarying(IrWalker.Blocks(s)[0])),
        _ => false,
    });

    private static bool Leaves(ImmutableArray<Stmt> block) => block.Any(s =>
        s is Return or Break or Continue
        || (s is If i && (Leaves(i.Then) || Leaves(i.Else)))
        || (s is For or While && Returns(IrWalker.Blocks(s)[0])));

    private static bool Returns(ImmutableArray<Stmt> block) => block.Any(s => s is Return || IrWalker.Blocks(s).Any(Returns));
}
