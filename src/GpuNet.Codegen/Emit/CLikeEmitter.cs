using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Emit;

/// <summary>
/// What GLSL and MSL share: statements, operators and precedence of C. A target overrides its types, its literals, its
/// resources and the names of its functions.
/// </summary>
internal abstract class CLikeEmitter(KernelIr kernel) : IExprVisitor<Printed>, IStmtVisitor
{
    protected KernelIr Kernel { get; } = kernel;

    protected CodeWriter Writer { get; } = new();

    protected abstract string TypeName(IrType type);

    protected abstract string FloatLiteral(float value);

    protected virtual string HalfLiteral(float value) => FloatLiteral(value);

    /// <summary>A type where something is declared to have it.</summary>
    protected virtual string DeclaredType(IrType type) => TypeName(type);

    protected abstract string FunctionName(IntrinsicOp op, IrType operand);

    protected abstract Printed Intrinsic(Intrinsic e);

    protected abstract string BuiltinName(BuiltinRef e);

    protected abstract string ZeroArray(LocalArray array, int length);

    protected abstract IEnumerable<string> ExtraArguments(string function);

    protected abstract IEnumerable<string> ExtraParameters(string function);

    protected abstract string BarrierStatement { get; }

    public abstract Printed Visit(TexelFetch e);

    public abstract void Visit(ImageStore s);

    protected virtual Printed Remainder(Binary e) => Infix(e, "%", Precedence.Multiplicative);

    protected string Print(Expr e) => e.Accept(this).Text;

    protected string Print(Expr e, Precedence atLeast)
    {
        var printed = e.Accept(this);
        return printed.Precedence >= atLeast ? printed.Text : $"({printed.Text})";
    }

    protected static Printed CallOf(string function, IEnumerable<string> arguments) =>
        new($"{function}({string.Join(", ", arguments)})", Precedence.Primary);

    protected Printed CallOf(string function, ImmutableArray<Expr> arguments) => CallOf(function, arguments.Select(Print));

    protected void WriteFunctions()
    {
        foreach (var function in Kernel.Functions)
        {
            var parameters = function.Parameters.Select(p => $"{DeclaredType(p.Type)} {p.Name}").Concat(ExtraParameters(function.Name));
            var type = function.ReturnType is null ? "void" : DeclaredType(function.ReturnType);
            Writer.Origin = function.Line;
            Writer.Open($"{type} {function.Name}({string.Join(", ", parameters)})");
            Write(function.Body);
            Writer.Close();
            Writer.Origin = 0;
            Writer.Line();
        }
    }

    protected void Write(ImmutableArray<Stmt> statements)
    {
        var around = Writer.Origin;
        foreach (var statement in statements)
        {
            Writer.Origin = statement.Line;
            statement.Accept(this);
        }

        Writer.Origin = around;
    }

    public Printed Visit(Literal e) => e.Type.Scalar switch
    {
        ScalarKind.Bool => new(e.AsBool ? "true" : "false", Precedence.Primary),
        ScalarKind.UInt => new(e.Bits.ToString(CultureInfo.InvariantCulture) + "u", Precedence.Primary),
        // The magnitude of the least int is no int.
        ScalarKind.Int when e.AsInt == int.MinValue => new("int(0x80000000u)", Precedence.Primary),
        ScalarKind.Int => new(e.AsInt.ToString(CultureInfo.InvariantCulture), e.AsInt < 0 ? Precedence.Unary : Precedence.Primary),
        ScalarKind.Half => new(HalfLiteral(e.AsFloat), e.AsFloat < 0 ? Precedence.Unary : Precedence.Primary),
        _ => new(FloatLiteral(e.AsFloat), e.AsFloat < 0 ? Precedence.Unary : Precedence.Primary),
    };

    public virtual Printed Visit(ScalarRef e) => new(Kernel.Scalars[e.Index].Name, Precedence.Primary);

    public Printed Visit(LocalRef e) => new(e.Local.Name, Precedence.Primary);

    public Printed Visit(BuiltinRef e) => new(BuiltinName(e), Precedence.Primary);

    public Printed Visit(Unary e)
    {
        var symbol = e.Op switch { UnaryOp.Negate => "-", UnaryOp.Not => "!", _ => "~" };
        return new(symbol + Print(e.Operand, Precedence.Primary), Precedence.Unary);
    }

    public Printed Visit(Binary e) => e.Op switch
    {
        BinaryOp.Add => Infix(e, "+", Precedence.Additive),
        BinaryOp.Subtract => Infix(e, "-", Precedence.Additive),
        BinaryOp.Multiply => Infix(e, "*", Precedence.Multiplicative),
        BinaryOp.Divide => Infix(e, "/", Precedence.Multiplicative),
        BinaryOp.Remainder => Remainder(e),
        BinaryOp.And => Infix(e, "&", Precedence.Bitwise),
        BinaryOp.Or => Infix(e, "|", Precedence.Bitwise),
        BinaryOp.Xor => Infix(e, "^", Precedence.Bitwise),
        BinaryOp.ShiftLeft => Infix(e, "<<", Precedence.Shift),
        BinaryOp.ShiftRight => Infix(e, ">>", Precedence.Shift),
        BinaryOp.Equal => Infix(e, "==", Precedence.Equality),
        BinaryOp.NotEqual => Infix(e, "!=", Precedence.Equality),
        BinaryOp.Less => Infix(e, "<", Precedence.Relational),
        BinaryOp.LessOrEqual => Infix(e, "<=", Precedence.Relational),
        BinaryOp.Greater => Infix(e, ">", Precedence.Relational),
        BinaryOp.GreaterOrEqual => Infix(e, ">=", Precedence.Relational),
        BinaryOp.LogicalAnd => Infix(e, "&&", Precedence.LogicalAnd),
        BinaryOp.LogicalOr => Infix(e, "||", Precedence.LogicalOr),
        _ => throw new InvalidOperationException($"No such operator: {e.Op}."),
    };

    public Printed Visit(Select e) => new(
        $"{Print(e.Condition, Precedence.LogicalOr)} ? {Print(e.WhenTrue, Precedence.LogicalOr)} : {Print(e.WhenFalse, Precedence.LogicalOr)}",
        Precedence.Conditional);

    public Printed Visit(Ir.Convert e) => CallOf(TypeName(e.Type), [Print(e.Operand)]);

    public Printed Visit(Splat e) => CallOf(TypeName(e.Type), [Print(e.Operand)]);

    public Printed Visit(Construct e) => CallOf(TypeName(e.Type), e.Components);

    public Printed Visit(Component e) => new($"{Print(e.Vector, Precedence.Primary)}.{"xyzw"[e.Index]}", Precedence.Primary);

    public Printed Visit(DynamicComponent e) => new($"{Print(e.Vector, Precedence.Primary)}[{Print(e.Index)}]", Precedence.Primary);

    public Printed Visit(Intrinsic e) => Intrinsic(e);

    public Printed Visit(Call e) => CallOf(e.Function, e.Arguments.Select(Print).Concat(ExtraArguments(e.Function)));

    public virtual Printed Visit(BufferLoad e) => new($"{Kernel.Resources[e.Resource].Name}[{Print(e.Index)}]", Precedence.Primary);

    public Printed Visit(ArrayLoad e) => new($"{e.Array.Name}[{Print(e.Index)}]", Precedence.Primary);

    public Printed Visit(SharedLoad e) => new($"{e.Array.Name}[{Print(e.Index)}]", Precedence.Primary);

    public virtual Printed Visit(StructuralRef e) => throw NotLowered(nameof(StructuralRef));

    public virtual Printed Visit(TensorRead e) => throw NotLowered(nameof(TensorRead));

    public virtual void Visit(TensorWrite s) => throw NotLowered(nameof(TensorWrite));

    /// <summary>What stands before the declaration of a local variable.</summary>
    protected virtual string Qualifier(IrType type) => "";

    public void Visit(Declare s) => Writer.Line(s.Value is null
        ? $"{Qualifier(s.Local.Type)}{DeclaredType(s.Local.Type)} {s.Local.Name};"
        : $"{Qualifier(s.Local.Type)}{DeclaredType(s.Local.Type)} {s.Local.Name} = {Print(s.Value)};");

    public virtual void Visit(DeclareArray s)
    {
        var length = ((Literal)s.Array.Length).AsInt;
        Writer.Line($"{DeclaredType(s.Array.Type)} {s.Array.Name}[{length}] = {ZeroArray(s.Array, length)};");
    }

    public void Visit(Assign s) => Writer.Line(AssignText(s.Local, s.Value) + ";");

    public void Visit(ArrayStore s) => Writer.Line($"{s.Array.Name}[{Print(s.Index)}] = {Print(s.Value)};");

    public void Visit(SharedStore s) => Writer.Line($"{s.Array.Name}[{Print(s.Index)}] = {Print(s.Value)};");

    public void Visit(BufferStore s) => Writer.Line($"{Kernel.Resources[s.Resource].Name}[{Print(s.Index)}] = {Print(s.Value)};");

    public void Visit(If s)
    {
        Writer.Open($"if ({Print(s.Condition)})");
        Write(s.Then);
        Writer.Close();
        if (s.Else.IsEmpty) return;
        Writer.Open("else");
        Write(s.Else);
        Writer.Close();
    }

    public void Visit(For s)
    {
        var variable = s.Variable;
        Writer.Open($"for ({DeclaredType(variable.Type)} {variable.Name} = {Print(s.First)}; {Print(s.Condition)}; {AssignText(variable, s.Next)})");
        Write(s.Body);
        Writer.Close();
    }

    public void Visit(While s)
    {
        Writer.Open(s.TestAtEnd ? "do" : $"while ({Print(s.Condition)})");
        Write(s.Body);
        Writer.Close(s.TestAtEnd ? $" while ({Print(s.Condition)});" : "");
    }

    public void Visit(Break s) => Writer.Line("break;");

    public void Visit(Continue s) => Writer.Line("continue;");

    public virtual void Visit(Return s) => Writer.Line(s.Value is null ? "return;" : $"return {Print(s.Value)};");

    public void Visit(Barrier s) => Writer.Line(BarrierStatement);

    public void Visit(CallStatement s) =>
        Writer.Line(CallOf(s.Function, s.Arguments.Select(Print).Concat(ExtraArguments(s.Function))).Text + ";");

    protected static string ShortestFloat(float value)
    {
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.IndexOfAny(['.', 'E', 'e']) < 0 ? text + ".0" : text.Replace("E", "e");
    }

    /// <summary>Assignments read as their C# does: i++ and x += y stay compound.</summary>
    private string AssignText(Local local, Expr value)
    {
        if (value is Binary { Op: BinaryOp.Add or BinaryOp.Subtract or BinaryOp.Multiply, Left: LocalRef left } sum && left.Local.Name == local.Name)
        {
            if (sum.Op == BinaryOp.Add && sum.Right is Literal { Type.IsInteger: true, Bits: 1 }) return $"{local.Name}++";
            var symbol = sum.Op switch { BinaryOp.Add => "+=", BinaryOp.Subtract => "-=", _ => "*=" };
            return $"{local.Name} {symbol} {Operand(sum.Right)}";
        }

        return $"{local.Name} = {Print(value)}";
    }

    private Printed Infix(Binary e, string symbol, Precedence precedence)
    {
        // Both languages have vector-with-scalar operators, except for shifts and bits of vectors in some versions.
        var mixed = e.Op is BinaryOp.Add or BinaryOp.Subtract or BinaryOp.Multiply or BinaryOp.Divide;
        var left = mixed && e.Left is Splat l && e.Right is not Splat ? l.Operand : e.Left;
        var right = mixed && e.Right is Splat r && e.Left is not Splat ? r.Operand : e.Right;
        // Bitwise operators do not associate with each other by habit of the reader, and floats do not associate at all.
        var atLeast = precedence == Precedence.Bitwise ? Precedence.Primary : precedence;
        return new($"{Print(left, atLeast)} {symbol} {Print(right, atLeast + 1)}", precedence);
    }

    private string Operand(Expr e) => Print(e is Splat splat ? splat.Operand : e);

    private InvalidOperationException NotLowered(string node) => new($"{Kernel.Name}: {node} reached an emitter.");
}

/// <summary>How tightly an expression's outermost operator binds, loosest first.</summary>
internal enum Precedence
{
    Conditional,
    LogicalOr,
    LogicalAnd,
    Bitwise,
    Equality,
    Relational,
    Shift,
    Additive,
    Multiplicative,
    Unary,
    Primary,
}

/// <summary>A shader, and the line of C# behind each of its lines.</summary>
/// <param name="Text">The shader.</param>
/// <param name="Lines">For each line the one of the kernel's C#, counted from 1; 0 for none.</param>
internal sealed record EmittedText(string Text, IReadOnlyList<int> Lines);

/// <summary>An expression as text.</summary>
internal readonly struct Printed(string text, Precedence precedence)
{
    public string Text { get; } = text;

    public Precedence Precedence { get; } = precedence;
}
