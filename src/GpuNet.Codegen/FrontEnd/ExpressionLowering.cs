using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>Lowers expressions from Roslyn's operations into the IR, by an allow-list.</summary>
internal sealed class ExpressionLowering(KernelContext context)
{
    private const int ShiftMask = 31;

    // Far below what the stack holds, so that neither this nor the passes after it ever meet its end.
    private const int MaximumDepth = 200;

    private int depth;

    /// <summary>Local variables, and parameters of functions.</summary>
    public Dictionary<ISymbol, Local> Locals { get; } = new(SymbolEqualityComparer.Default);

    public Dictionary<ISymbol, LocalArray> Arrays { get; } = new(SymbolEqualityComparer.Default);

    public Dictionary<ISymbol, SharedArray> Shared { get; } = new(SymbolEqualityComparer.Default);

    public static KernelErrorException Unknown(IOperation operation)
    {
        if (operation is ISimpleAssignmentOperation or ICompoundAssignmentOperation or IIncrementOrDecrementOperation)
            return KernelErrorException.At(operation.Syntax, KernelDiagnostics.ValueOfAssignment);
        var kind = operation.Kind == OperationKind.None ? operation.Syntax.GetType().Name.Replace("Syntax", "") : operation.Kind.ToString();
        return KernelErrorException.At(operation.Syntax, KernelDiagnostics.UnknownConstruct, $"'{Excerpt(operation.Syntax)}' ({kind})");
    }

    public Expr Lower(IOperation operation)
    {
        if (depth == MaximumDepth)
            throw KernelErrorException.At(operation.Syntax, KernelDiagnostics.UnknownConstruct, $"An expression of more than {MaximumDepth} levels");
        depth++;
        var lowered = LowerOperation(operation);
        depth--;
        return lowered;
    }

    private Expr LowerOperation(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: { } constant }) return Constant(operation, constant);
        ForbidChecked(operation);
        return operation switch
        {
            IParenthesizedOperation o => Lower(o.Operand),
            ILocalReferenceOperation o => LocalVariable(o),
            IParameterReferenceOperation o => Parameter(o),
            IFieldReferenceOperation { Instance: { } instance } o => Member(o, o.Field, instance),
            IPropertyReferenceOperation { Instance: { } instance, Arguments.IsEmpty: true } o => Member(o, o.Property, instance),
            IPropertyReferenceOperation { Instance: { } instance, Arguments: [{ Value: { } index }] } o => Element(o, instance, index),
            IUnaryOperation o => UnaryOperation(o),
            IBinaryOperation o => BinaryOperation(o, o.OperatorKind, Lower(o.LeftOperand), Lower(o.RightOperand), o.Type),
            IConversionOperation o => Conversion(o),
            IConditionalOperation { WhenFalse: { } whenFalse } o => new Select(Lower(o.Condition), Lower(o.WhenTrue), Lower(whenFalse)),
            IObjectCreationOperation o => Creation(o),
            IDefaultValueOperation o => Zero(TypeOf(o)),
            IInvocationOperation o => Invocation(o),
            _ => throw Unknown(operation),
        };
    }

    /// <summary>Refuses arithmetic that throws on overflow: a shader cannot, and would go on with a wrong number.</summary>
    public static void ForbidChecked(IOperation operation)
    {
        var isChecked = operation is IBinaryOperation { IsChecked: true } or IUnaryOperation { IsChecked: true }
            or IConversionOperation { IsChecked: true } or ICompoundAssignmentOperation { IsChecked: true }
            or IIncrementOrDecrementOperation { IsChecked: true };
        if (isChecked)
            throw KernelErrorException.At(operation.Syntax, KernelDiagnostics.UnknownConstruct, $"'{Excerpt(operation.Syntax)}' (checked arithmetic)");
    }

    /// <summary>What <c>target op= value</c> assigns.</summary>
    public Expr Compound(ICompoundAssignmentOperation o)
    {
        ForbidChecked(o);
        var old = Lower(o.Target);
        var result = BinaryOperation(o, o.OperatorKind, Convert(old, OperandType(o, old)), Lower(o.Value), o.OperatorMethod?.ReturnType ?? o.Type);
        return Convert(result, old.Type);
    }

    /// <summary>The arguments of a call in the order of the parameters; an <c>Invocation</c> is left out.</summary>
    public List<Expr> InOrder(IInvocationOperation o) => [.. o.Arguments
        .Where(a => !LanguageMap.Is(a.Value.Type, "Invocation"))
        .OrderBy(a => a.Parameter!.Ordinal)
        .Select(a => Lower(a.Value))];

    /// <summary>The index into a local array.</summary>
    public Expr ArrayIndex(ILocalSymbol symbol, LocalArray array, IOperation index) =>
        Index(index, KernelDiagnostics.LocalArray, symbol.Name, (array.Length as Literal)?.AsInt);

    /// <summary>The index into a shared array.</summary>
    public Expr SharedIndex(ILocalSymbol symbol, SharedArray array, IOperation index) =>
        Index(index, KernelDiagnostics.SharedArray, symbol.Name, array.Length);

    /// <summary>The resource that an expression names, or null.</summary>
    public int? ResourceOf(IOperation? operation) =>
        operation is IParameterReferenceOperation o && context.ResourceOf.TryGetValue(o.Parameter, out var resource) ? resource : null;

    // In C#, uint op= int computes in long; the language has no long, so that is an error that C#'s own type reports here.
    private static IrType OperandType(ICompoundAssignmentOperation o, Expr old) =>
        o.OperatorMethod is null && o.InConversion.IsNumeric && LanguageMap.TypeOf(o.Value.Type) is { IsScalar: true, Scalar: ScalarKind.Float }
            ? IrType.Float
            : old.Type;

    private static string Excerpt(SyntaxNode syntax)
    {
        var text = syntax.ToString();
        var line = text.Split('\n')[0].Trim();
        return line.Length <= 40 ? line : line.Substring(0, 40) + "...";
    }

    private static Literal Constant(IOperation operation, object constant) => constant switch
    {
        int v => Literal.Of(v),
        uint v => Literal.Of(v),
        float v => Literal.Of(v),
        bool v => Literal.Of(v),
        _ => throw KernelErrorException.At(
            operation.Syntax, KernelDiagnostics.UnknownType, operation.Type?.ToDisplayString() ?? constant.GetType().Name),
    };

    private static Expr Zero(IrType type)
    {
        var zero = new Literal(type.Component, 0);
        return type.IsScalar ? zero : new Splat(type, zero);
    }

    private static Expr Convert(Expr e, IrType type) => e.Type == type ? e
        : e.Type.IsScalar && !type.IsScalar ? new Splat(type, Convert(e, type.Component))
        : new Ir.Convert(type, e);

    private static IrType TypeOf(IOperation o) => LanguageMap.TypeOf(o.Type)
        ?? throw KernelErrorException.At(o.Syntax, KernelDiagnostics.UnknownType, o.Type?.ToDisplayString() ?? "?");

    private LocalRef LocalVariable(ILocalReferenceOperation o) => Locals.TryGetValue(o.Local, out var local)
        ? new LocalRef(local)
        : throw Unknown(o);

    private Expr Parameter(IParameterReferenceOperation o)
    {
        if (Locals.TryGetValue(o.Parameter, out var local)) return new LocalRef(local);
        if (context.StructuralOf.TryGetValue(o.Parameter, out var structural)) return new StructuralRef(structural);
        if (IsKernelParameter(o) && LanguageMap.TypeOf(o.Type) is { IsScalar: true } type)
            return context.Scalar(KernelContext.CSharp(o.Parameter.Name), o.Parameter.Name, type, context.Late.Contains(o.Parameter));
        throw Unknown(o);
    }

    // Not those of other structs, whose methods a kernel may call as well.
    private bool IsKernelParameter(IParameterReferenceOperation o) =>
        o.Parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && SymbolEqualityComparer.Default.Equals(constructor.ContainingType, context.Kernel);

    private Expr Member(IOperation operation, ISymbol member, IOperation instance)
    {
        if (ResourceOf(instance) is { } resource && member.Name is "Width" or "Height" or "Layers" or "Length")
            return context.Extent(ResourceOf(instance)!.Value, member.Name);

        if (instance is ILocalReferenceOperation local && member.Name == "Length" && Arrays.TryGetValue(local.Local, out var array)) return array.Length;

        if (LanguageMap.Is(instance.Type, "Invocation")) return Position(operation, member.Name);

        if (LanguageMap.TypeOf(instance.Type) is { IsScalar: false } && member.Name is "X" or "Y" or "Z" or "W")
            return new Component(Lower(instance), "XYZW".IndexOf(member.Name[0]));

        // A member of a struct that is a parameter of the kernel: the host computes it, the kernel sees a scalar.
        if (instance is IParameterReferenceOperation parameter && IsKernelParameter(parameter)
            && LanguageMap.TypeOf(operation.Type) is { IsScalar: true } type)
        {
            var name = parameter.Parameter.Name;
            return context.Scalar(
                $"{KernelContext.CSharp(name)}.{KernelContext.CSharp(member.Name)}", ScalarNames.OfMember(name, member.Name), type, context.Late.Contains(parameter.Parameter));
        }

        throw KernelErrorException.At(operation.Syntax, KernelDiagnostics.UnknownMember, member.ToDisplayString());
    }

    private static BuiltinRef Position(IOperation operation, string member)
    {
        var axis = "XYZ".IndexOf(member[member.Length - 1]);
        Builtin? builtin = axis < 0 ? null : member.Substring(0, member.Length - 1) switch
        {
            "" => Builtin.GlobalId,
            "Local" => Builtin.LocalId,
            "Group" => Builtin.GroupId,
            "GroupSize" => Builtin.GroupSize,
            _ => null,
        };
        return builtin is { } b ? new BuiltinRef(b, axis) : throw KernelErrorException.At(operation.Syntax, KernelDiagnostics.UnknownMember, member);
    }

    private Expr Element(IPropertyReferenceOperation o, IOperation instance, IOperation index)
    {
        if (instance is ILocalReferenceOperation local)
        {
            if (Arrays.TryGetValue(local.Local, out var array)) return new ArrayLoad(array, ArrayIndex(local.Local, array, index));
            if (Shared.TryGetValue(local.Local, out var shared)) return new SharedLoad(shared, SharedIndex(local.Local, shared, index));
        }

        if (ResourceOf(instance) is { } resource) return new BufferLoad(context.Resources[resource].Element, resource, Lower(index));
        if (LanguageMap.TypeOf(instance.Type) is { IsScalar: false }) return new DynamicComponent(Lower(instance), Lower(index));
        throw KernelErrorException.At(o.Syntax, KernelDiagnostics.UnknownMember, o.Property.ToDisplayString());
    }

    // A constant index outside is known to be wrong; drivers would each make something else of it.
    private Expr Index(IOperation index, DiagnosticDescriptor descriptor, string array, int? length)
    {
        var lowered = Lower(index);
        if (lowered is not Literal literal || (literal.AsInt >= 0 && !(literal.AsInt >= length))) return lowered;
        throw KernelErrorException.At(index.Syntax, descriptor, array, $"has no element {literal.AsInt.ToString(CultureInfo.InvariantCulture)}");
    }

    private Expr UnaryOperation(IUnaryOperation o)
    {
        var operand = Lower(o.Operand);
        return o.OperatorKind switch
        {
            UnaryOperatorKind.Plus => operand,
            UnaryOperatorKind.Minus => new Unary(UnaryOp.Negate, operand),
            UnaryOperatorKind.Not => new Unary(UnaryOp.Not, operand),
            UnaryOperatorKind.BitwiseNegation => new Unary(UnaryOp.Complement, operand),
            _ => throw Unknown(o),
        };
    }

    private static Binary BinaryOperation(IOperation o, BinaryOperatorKind kind, Expr left, Expr right, ITypeSymbol? resultType)
    {
        var isBool = left.Type == IrType.Bool;
        BinaryOp op = kind switch
        {
            BinaryOperatorKind.Add => BinaryOp.Add,
            BinaryOperatorKind.Subtract => BinaryOp.Subtract,
            BinaryOperatorKind.Multiply => BinaryOp.Multiply,
            BinaryOperatorKind.Divide => BinaryOp.Divide,
            BinaryOperatorKind.Remainder when left.Type.IsInteger => BinaryOp.Remainder,
            // Expressions have no effects, so evaluating both sides or one is the same but for undefined reads.
            BinaryOperatorKind.And => isBool ? BinaryOp.LogicalAnd : BinaryOp.And,
            BinaryOperatorKind.Or => isBool ? BinaryOp.LogicalOr : BinaryOp.Or,
            BinaryOperatorKind.ExclusiveOr => isBool ? BinaryOp.NotEqual : BinaryOp.Xor,
            BinaryOperatorKind.ConditionalAnd => BinaryOp.LogicalAnd,
            BinaryOperatorKind.ConditionalOr => BinaryOp.LogicalOr,
            BinaryOperatorKind.LeftShift => BinaryOp.ShiftLeft,
            BinaryOperatorKind.RightShift => BinaryOp.ShiftRight,
            BinaryOperatorKind.Equals when left.Type.IsScalar => BinaryOp.Equal,
            BinaryOperatorKind.NotEquals when left.Type.IsScalar => BinaryOp.NotEqual,
            BinaryOperatorKind.LessThan => BinaryOp.Less,
            BinaryOperatorKind.LessThanOrEqual => BinaryOp.LessOrEqual,
            BinaryOperatorKind.GreaterThan => BinaryOp.Greater,
            BinaryOperatorKind.GreaterThanOrEqual => BinaryOp.GreaterOrEqual,
            _ => throw Unknown(o),
        };

        if (op is BinaryOp.ShiftLeft or BinaryOp.ShiftRight) return new Binary(left.Type, op, left, ShiftCount(right, left.Type));

        var operandType = left.Type.IsScalar ? right.Type : left.Type;
        left = Convert(left, operandType);
        right = Convert(right, operandType);
        var isTruth = op is >= BinaryOp.Equal and <= BinaryOp.LogicalOr;
        var type = isTruth ? IrType.Bool
            : LanguageMap.TypeOf(resultType) ?? throw KernelErrorException.At(o.Syntax, KernelDiagnostics.UnknownType, resultType?.ToDisplayString() ?? "?");
        return new Binary(type, op, left, right);
    }

    // C# takes the count modulo 32; shaders leave larger counts undefined.
    private static Expr ShiftCount(Expr count, IrType type)
    {
        Expr masked = count is Literal literal
            ? Literal.Of(literal.AsInt & ShiftMask)
            : new Binary(count.Type, BinaryOp.And, count, Literal.Of(ShiftMask));
        return Passes.Fold.Expression(Convert(masked, type));
    }

    private Expr Conversion(IConversionOperation o)
    {
        // A throw expression or the like: it is what is outside the language, not its type.
        if (o.Operand.Type is null && !o.Operand.ConstantValue.HasValue) throw Unknown(o.Operand);
        if (LanguageMap.TypeOf(o.Operand.Type) is null && o.Operand.ConstantValue.HasValue is false)
            throw KernelErrorException.At(o.Operand.Syntax, KernelDiagnostics.UnknownType, o.Operand.Type?.ToDisplayString() ?? "?");
        var type = TypeOf(o);
        var operand = Lower(o.Operand);
        if (type == IrType.Bool != (operand.Type == IrType.Bool)) throw Unknown(o);
        return Convert(operand, type);
    }

    private Expr Creation(IObjectCreationOperation o)
    {
        var type = TypeOf(o);
        var arguments = o.Arguments.OrderBy(a => a.Parameter!.Ordinal).Select(a => Lower(a.Value)).ToImmutableArray();
        if (type.IsScalar || o.Initializer is not null) throw Unknown(o);
        if (arguments.IsEmpty) return Zero(type);
        return arguments.Length == 1 ? new Splat(type, arguments[0]) : new Construct(type, arguments);
    }

    private Expr Invocation(IInvocationOperation o)
    {
        var method = o.TargetMethod;
        if (LanguageMap.IntrinsicOf(method) is { } op) return IntrinsicCall(o, op);

        if (LanguageMap.Is(method.ContainingType, "ReadTensor") && method.Name == "Read" && ResourceOf(o.Instance) is { } resource)
        {
            context.Address(resource);
            var arguments = InOrder(o);
            return new TensorRead(context.Resources[resource].Element, resource, arguments[0], arguments[1], arguments[2]);
        }

        var isKernels = method.ContainingType.ContainingNamespace?.ToDisplayString() == LanguageMap.Namespace;
        if (isKernels || method.ReturnsVoid) throw KernelErrorException.At(o.Syntax, KernelDiagnostics.UnknownMember, method.ToDisplayString());
        var function = context.FunctionOf(method.OriginalDefinition, o.Syntax);
        return new Call(function.ReturnType!, function.Name, [.. InOrder(o)]);
    }

    private Intrinsic IntrinsicCall(IInvocationOperation o, IntrinsicOp op)
    {
        var type = TypeOf(o);
        var arguments = InOrder(o).ToImmutableArray();
        // MulAdd(vector, scalar, vector) and the like: every operand takes the type of the result.
        if (op is IntrinsicOp.MulAdd or IntrinsicOp.Min or IntrinsicOp.Max or IntrinsicOp.Clamp)
            arguments = arguments.Map(a => Convert(a, type));
        if (op == IntrinsicOp.Abs && type.Scalar == ScalarKind.UInt) throw Unknown(o);
        return new Intrinsic(type, op, arguments);
    }
}
