using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Checks between passes that a kernel is well formed: types agree, names are declared once and before use, and what a pass
/// has removed stays away. A failure is an error of the compiler, never of the kernel.
/// </summary>
internal sealed class Verifier
{
    private readonly KernelIr kernel;
    private readonly bool lowered;
    private readonly HashSet<string> declared = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Function> functions = [];
    private HashSet<string> scope = new(StringComparer.Ordinal);

    private Verifier(KernelIr kernel, bool lowered)
    {
        this.kernel = kernel;
        this.lowered = lowered;
    }

    /// <param name="kernel">What to check.</param>
    /// <param name="pass">The pass that made it, for the message.</param>
    /// <param name="lowered">Whether structural parameters and tensors must be gone.</param>
    /// <exception cref="InvalidOperationException">The kernel is not well formed.</exception>
    public static void Check(KernelIr kernel, string pass, bool lowered)
    {
        try
        {
            new Verifier(kernel, lowered).Check();
        }
        catch (InvalidOperationException e)
        {
            throw new InvalidOperationException($"after {pass}: {e.Message}", e);
        }
    }

    private void Check()
    {
        foreach (var function in kernel.Functions)
        {
            scope = new HashSet<string>(StringComparer.Ordinal);
            foreach (var parameter in function.Parameters) Declare(parameter.Name);
            Block(function.Body, function.ReturnType);
            functions.Add(function.Name, function);
        }

        scope = new HashSet<string>(StringComparer.Ordinal);
        Block(kernel.Body, null);
    }

    private void Block(ImmutableArray<Stmt> block, IrType? returnType)
    {
        var outer = new HashSet<string>(scope, StringComparer.Ordinal);
        foreach (var statement in block) Statement(statement, returnType);
        scope = outer;
    }

    private void Statement(Stmt statement, IrType? returnType)
    {
        if (statement is not For) foreach (var e in IrWalker.Children(statement)) Expression(e);
        switch (statement)
        {
            case Ir.Declare s:
                if (s.Value is not null) Same(s.Local.Type, s.Value.Type, s.Local.Name);
                Declare(s.Local.Name);
                break;
            case DeclareArray s:
                if (lowered && s.Array.Length is not Literal) throw Wrong($"{s.Array.Name} has no length");
                Declare(s.Array.Name);
                break;
            case Assign s:
                InScope(s.Local.Name);
                Same(s.Local.Type, s.Value.Type, s.Local.Name);
                break;
            case ArrayStore s:
                InScope(s.Array.Name);
                Same(s.Array.Type, s.Value.Type, s.Array.Name);
                Same(IrType.Int, s.Index.Type, s.Array.Name);
                break;
            case SharedStore s:
                Same(s.Array.Type, s.Value.Type, s.Array.Name);
                Same(IrType.Int, s.Index.Type, s.Array.Name);
                break;
            case BufferStore s:
                Same(kernel.Resources[s.Resource].Element, s.Value.Type, kernel.Resources[s.Resource].Name);
                break;
            case TensorWrite when lowered:
                throw Wrong("a tensor is still written");
            case If s:
                Same(IrType.Bool, s.Condition.Type, "if");
                Block(s.Then, returnType);
                Block(s.Else, returnType);
                break;
            case For s:
                ForLoop(s, returnType);
                break;
            case While s:
                Same(IrType.Bool, s.Condition.Type, "while");
                Block(s.Body, returnType);
                break;
            case Return s when (s.Value?.Type) != returnType:
                throw Wrong($"returns {s.Value?.Type}, not {returnType}");
            case CallStatement s:
                Call(s.Function, s.Arguments);
                break;
        }
    }

    private void ForLoop(For s, IrType? returnType)
    {
        Expression(s.First);
        Same(s.Variable.Type, s.First.Type, s.Variable.Name);
        var outer = new HashSet<string>(scope, StringComparer.Ordinal);
        Declare(s.Variable.Name);
        Expression(s.Condition);
        Same(IrType.Bool, s.Condition.Type, "for");
        Expression(s.Next);
        Same(s.Variable.Type, s.Next.Type, s.Variable.Name);
        Block(s.Body, returnType);
        scope = outer;
    }

    private void Expression(Expr expression)
    {
        foreach (var child in IrWalker.Children(expression)) Expression(child);
        switch (expression)
        {
            case StructuralRef when lowered:
                throw Wrong("a structural parameter is left");
            case TensorRead when lowered:
                throw Wrong("a tensor is still read");
            case LocalRef e:
                InScope(e.Local.Name);
                break;
            case ScalarRef e:
                Same(kernel.Scalars[e.Index].Type, e.Type, kernel.Scalars[e.Index].Name);
                break;
            case Binary e:
                Same(e.Left.Type, e.Right.Type, e.Op.ToString());
                Same(e.IsComparison || e.IsLogical ? IrType.Bool : e.Left.Type, e.Type, e.Op.ToString());
                if (e.IsComparison && !e.Left.Type.IsScalar) throw Wrong($"{e.Op} of vectors");
                break;
            case Select e:
                Same(IrType.Bool, e.Condition.Type, "?:");
                Same(e.WhenTrue.Type, e.WhenFalse.Type, "?:");
                break;
            case Ir.Convert e when e.Operand.Type.Width != e.Type.Width:
                throw Wrong($"converts {e.Operand.Type} to {e.Type}");
            case Splat e:
                Same(e.Type.Component, e.Operand.Type, "splat");
                break;
            case Construct e:
                if (e.Components.Length != e.Type.Width) throw Wrong($"{e.Type} of {e.Components.Length} components");
                foreach (var component in e.Components) Same(e.Type.Component, component.Type, "construct");
                break;
            case Component e when e.Index < 0 || e.Index >= e.Vector.Type.Width:
                throw Wrong($"component {e.Index} of {e.Vector.Type}");
            case Call e:
                Call(e.Function, e.Arguments);
                Same(functions[e.Function].ReturnType ?? IrType.Bool, e.Type, e.Function);
                break;
            case BufferLoad e:
                Same(kernel.Resources[e.Resource].Element, e.Type, kernel.Resources[e.Resource].Name);
                break;
            case ArrayLoad e:
                InScope(e.Array.Name);
                break;
        }
    }

    private void Call(string name, ImmutableArray<Expr> arguments)
    {
        if (!functions.TryGetValue(name, out var function)) throw Wrong($"{name} is called before it is declared");
        if (function.Parameters.Length != arguments.Length) throw Wrong($"{name} takes {function.Parameters.Length} arguments");
        for (var i = 0; i < arguments.Length; i++) Same(function.Parameters[i].Type, arguments[i].Type, name);
    }

    private void Declare(string name)
    {
        if (!declared.Add(name)) throw Wrong($"{name} is declared twice");
        scope.Add(name);
    }

    private void InScope(string name)
    {
        if (!scope.Contains(name)) throw Wrong($"{name} is not in scope");
    }

    private static void Same(IrType expected, IrType actual, string where)
    {
        if (expected != actual) throw Wrong($"{where}: {actual} where {expected} belongs");
    }

    private static InvalidOperationException Wrong(string what) => new(what);
}
