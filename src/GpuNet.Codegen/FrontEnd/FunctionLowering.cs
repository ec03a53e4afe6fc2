using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Ir;
using GpuNet.Codegen.Passes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>Lowers the statements of one method from Roslyn's operations into the IR, by an allow-list.</summary>
internal sealed class FunctionLowering
{
    private const int MaximumDepth = 100;

    // GLSL writes an array's zeros out, and what is larger no GPU keeps close.
    private const int LongestArray = 1024;

    private readonly KernelContext context;
    private readonly SemanticModel model;
    private readonly IMethodSymbol method;
    private readonly ExpressionLowering expressions;
    private readonly bool isEntryPoint;
    private readonly HashSet<int> sharedLines = [];
    private int depth;

    public FunctionLowering(KernelContext context, SemanticModel model, IMethodSymbol method, bool isEntryPoint = false)
    {
        this.context = context;
        this.model = model;
        this.method = method;
        this.isEntryPoint = isEntryPoint;
        expressions = new ExpressionLowering(context);
    }

    /// <summary>The method as a function of the IR.</summary>
    public Function Lower(MethodDeclarationSyntax syntax)
    {
        var parameters = ImmutableArray.CreateBuilder<Local>();
        foreach (var parameter in method.Parameters)
        {
            if (LanguageMap.Is(parameter.Type, "Invocation")) continue;
            var node = parameter.DeclaringSyntaxReferences[0].GetSyntax();
            if (parameter.RefKind != RefKind.None)
                throw KernelErrorException.At(node, KernelDiagnostics.UnknownConstruct, "A parameter by reference");
            var local = new Local(context.Names.Unique(parameter.Name, NameUse.Local), TypeOf(parameter.Type, node));
            expressions.Locals.Add(parameter, local);
            parameters.Add(local);
        }

        var type = method.ReturnsVoid ? null : TypeOf(method.ReturnType, syntax.ReturnType);
        var name = context.Names.Unique(method.Name, NameUse.Global);
        return new Function(name, parameters.ToImmutable(), type, Body(syntax)) { Line = context.Text.LineOf(syntax.Identifier) };
    }

    /// <summary>The statements of the method.</summary>
    public ImmutableArray<Stmt> Body(MethodDeclarationSyntax syntax)
    {
        SyntaxNode? body = (SyntaxNode?)syntax.Body ?? syntax.ExpressionBody;
        if (HasErrors(syntax)) throw new BrokenSourceException();
        var operation = body is null ? null : model.GetOperation(body);
        if (operation is null) throw KernelErrorException.At(syntax, KernelDiagnostics.UnknownConstruct, "A method without a body");
        return Block(operation);
    }

    private bool HasErrors(MethodDeclarationSyntax syntax) =>
        syntax.GetDiagnostics().Concat(model.GetMethodBodyDiagnostics(syntax.Span)).Any(d => d.Severity == DiagnosticSeverity.Error);

    private ImmutableArray<Stmt> Block(IOperation operation)
    {
        if (depth == MaximumDepth)
            throw KernelErrorException.At(operation.Syntax, KernelDiagnostics.UnknownConstruct, $"A statement within {MaximumDepth} others");
        depth++;
        var output = ImmutableArray.CreateBuilder<Stmt>();
        Lower(operation, output);
        depth--;
        return output.ToImmutable();
    }

    private void Lower(IOperation operation, ImmutableArray<Stmt>.Builder output)
    {
        var first = output.Count;
        LowerOperation(operation, output);
        for (var i = first; i < output.Count; i++)
        {
            if (output[i].Line == 0) output[i] = output[i] with { Line = context.Text.LineOf(operation.Syntax) };
        }
    }

    private void LowerOperation(IOperation operation, ImmutableArray<Stmt>.Builder output)
    {
        switch (operation)
        {
            case IBlockOperation o:
                foreach (var statement in o.Operations) Lower(statement, output);
                break;
            case IVariableDeclarationGroupOperation o:
                foreach (var declarator in o.Declarations.SelectMany(d => d.Declarators)) Declare(declarator, output);
                break;
            case IExpressionStatementOperation o:
                Effect(o.Operation, output);
                break;
            case IConditionalOperation o:
                var otherwise = o.WhenFalse is null ? [] : Block(o.WhenFalse);
                output.Add(new If(expressions.Lower(o.Condition), Block(o.WhenTrue), otherwise));
                break;
            case IForLoopOperation o:
                output.Add(ForLoop(o));
                break;
            case IWhileLoopOperation { Condition: { } condition, ConditionIsUntil: false } o:
                output.Add(new While(expressions.Lower(condition), Block(o.Body), TestAtEnd: !o.ConditionIsTop));
                break;
            case IBranchOperation { BranchKind: BranchKind.Break }:
                output.Add(new Break());
                break;
            case IBranchOperation { BranchKind: BranchKind.Continue }:
                output.Add(new Continue());
                break;
            case IReturnOperation { ReturnedValue: { } value }:
                // The body of a void method that is one expression returns that expression here.
                if (method.ReturnsVoid) Effect(value, output);
                else output.Add(new Return(expressions.Lower(value)));
                break;
            case IReturnOperation { IsImplicit: false }:
                output.Add(new Return(null));
                break;
            case IReturnOperation or IEmptyOperation:
                break;
            default:
                throw Unknown(operation);
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator, ImmutableArray<Stmt>.Builder output)
    {
        var symbol = declarator.Symbol;
        var value = declarator.GetVariableInitializer()?.Value;
        if (symbol.IsConst) return;
        if (symbol.RefKind != RefKind.None)
            throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.UnknownConstruct, "A local variable by reference");

        if (LanguageMap.IsSpan(symbol.Type))
        {
            output.Add(new DeclareArray(LocalArray(declarator, value)));
            return;
        }

        if (LanguageMap.Is(symbol.Type, "SharedArray"))
        {
            Share(declarator, value);
            return;
        }

        var type = TypeOf(symbol.Type, declarator.Syntax);
        var initial = value is null ? null : expressions.Lower(value);
        var local = new Local(context.Names.Unique(symbol.Name, NameUse.Local), type);
        expressions.Locals.Add(symbol, local);
        output.Add(new Declare(local, initial));
    }

    private LocalArray LocalArray(IVariableDeclaratorOperation declarator, IOperation? value)
    {
        while (value is IConversionOperation conversion) value = conversion.Operand;
        var name = declarator.Symbol.Name;
        var size = (value?.Syntax as StackAllocArrayCreationExpressionSyntax)?.Type is ArrayTypeSyntax { RankSpecifiers: [{ Sizes: [{ } sizeSyntax] }] }
            && ((StackAllocArrayCreationExpressionSyntax)value.Syntax).Initializer is null
            ? model.GetOperation(sizeSyntax)
            : null;
        if (size is null)
            throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.LocalArray, name, "is not made by 'stackalloc T[length]'");
        var length = expressions.Lower(size);
        if (!IsStructural.Of(length))
            throw KernelErrorException.At(size.Syntax, KernelDiagnostics.LocalArray, name, "has a length that is not known at build time");
        foreach (var values in Variant.Combinations(context.Structural))
        {
            var count = (Specialise.Expression(length, values) as Literal)?.AsInt;
            if (count is not (>= 1 and <= LongestArray))
                throw KernelErrorException.At(
                    size.Syntax, KernelDiagnostics.LocalArray, name, $"has {count?.ToString(CultureInfo.InvariantCulture) ?? "?"} elements, and 1 to {LongestArray} are allowed");
        }

        var element = ((INamedTypeSymbol)declarator.Symbol.Type).TypeArguments[0];
        var array = new LocalArray(context.Names.Unique(name, NameUse.Local), TypeOf(element, declarator.Syntax), length);
        expressions.Arrays.Add(declarator.Symbol, array);
        return array;
    }

    private void Share(IVariableDeclaratorOperation declarator, IOperation? value)
    {
        var name = declarator.Symbol.Name;
        if (method.ReturnsVoid is false) throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.SideEffect, method.Name);
        if (!isEntryPoint || declarator.Syntax.FirstAncestorOrSelf<BlockSyntax>()?.Parent is not MethodDeclarationSyntax)
            throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.SharedArray, name, "is not declared at the top of Execute");
        if (value is not IInvocationOperation { TargetMethod: { Name: "Shared" } shared } call || !LanguageMap.Is(shared.ContainingType, "Invocation"))
            throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.SharedArray, name, "is not made by 'Shared<T>(length)' of the invocation");
        if (call.Arguments.Any(a => a.Parameter!.Name == "line" && a.ArgumentKind != ArgumentKind.DefaultValue))
            throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.SharedArray, name, "names its line itself, which is the compiler's to do");
        if (!sharedLines.Add(call.Syntax.GetLocation().GetLineSpan().StartLinePosition.Line))
            throw KernelErrorException.At(
                declarator.Syntax, KernelDiagnostics.SharedArray, name, "stands on the line of another, and the CPU tells them apart by their lines");
        var length = call.Arguments.First(a => a.Parameter!.Name == "length").Value.ConstantValue;
        if (length is not { HasValue: true, Value: int count } || count < 1)
            throw KernelErrorException.At(declarator.Syntax, KernelDiagnostics.SharedArray, name, "has a length that is not a positive constant");
        var element = ((INamedTypeSymbol)declarator.Symbol.Type).TypeArguments[0];
        expressions.Shared.Add(declarator.Symbol, context.Share(name, TypeOf(element, declarator.Syntax), count));
    }

    private void Effect(IOperation operation, ImmutableArray<Stmt>.Builder output)
    {
        switch (operation)
        {
            case ISimpleAssignmentOperation o:
                output.Add(Store(o.Target, expressions.Lower(o.Value)));
                break;
            case ICompoundAssignmentOperation o:
                output.Add(Store(o.Target, expressions.Compound(o)));
                break;
            case IIncrementOrDecrementOperation { OperatorMethod: null } o:
                ExpressionLowering.ForbidChecked(o);
                var old = expressions.Lower(o.Target);
                var one = old.Type == IrType.UInt ? Literal.Of(1u) : old.Type == IrType.Float ? Literal.Of(1f) : Literal.Of(1);
                var op = o.Kind == OperationKind.Increment ? BinaryOp.Add : BinaryOp.Subtract;
                output.Add(Store(o.Target, new Binary(old.Type, op, old, one)));
                break;
            case IInvocationOperation o:
                output.Add(CallForEffect(o));
                break;
            default:
                throw Unknown(operation);
        }
    }

    private Stmt Store(IOperation target, Expr value)
    {
        switch (target)
        {
            case ILocalReferenceOperation o when expressions.Locals.TryGetValue(o.Local, out var local):
                return new Assign(local, value);
            case IParameterReferenceOperation o when expressions.Locals.TryGetValue(o.Parameter, out var local):
                return new Assign(local, value);
            case IPropertyReferenceOperation { Instance: { } instance, Arguments: [{ Value: { } index }] }:
                if (instance is ILocalReferenceOperation l)
                {
                    if (expressions.Arrays.TryGetValue(l.Local, out var array)) return new ArrayStore(array, expressions.ArrayIndex(l.Local, array, index), value);
                    if (expressions.Shared.TryGetValue(l.Local, out var shared))
                    {
                        ForbidInValueFunction(target);
                        return new SharedStore(shared, expressions.SharedIndex(l.Local, shared, index), value);
                    }
                }

                if (expressions.ResourceOf(instance) is { } resource && context.Resources[resource].Kind == ResourceKind.ReadWriteBuffer)
                {
                    ForbidInValueFunction(target);
                    return new BufferStore(resource, expressions.Lower(index), value);
                }

                break;
        }

        throw KernelErrorException.At(target.Syntax, KernelDiagnostics.UnknownConstruct, "An assignment to this target");
    }

    private Stmt CallForEffect(IInvocationOperation o)
    {
        var called = o.TargetMethod;
        if (LanguageMap.Is(called.ContainingType, "Invocation") && called.Name == "Barrier")
        {
            ForbidInValueFunction(o);
            return new Barrier(o.Syntax.GetLocation());
        }

        if (LanguageMap.Is(called.ContainingType, "WriteTensor") && called.Name == "Write" && expressions.ResourceOf(o.Instance) is { } resource)
        {
            ForbidInValueFunction(o);
            context.Address(resource);
            var arguments = expressions.InOrder(o);
            return new TensorWrite(resource, arguments[0], arguments[1], arguments[2], arguments[3]);
        }

        if (!called.ReturnsVoid)
            throw KernelErrorException.At(o.Syntax, KernelDiagnostics.UnknownConstruct, "A call whose value is not used");
        ForbidInValueFunction(o);
        return new CallStatement(context.FunctionOf(called.OriginalDefinition, o.Syntax).Name, [.. expressions.InOrder(o)]);
    }

    private For ForLoop(IForLoopOperation o)
    {
        if (o.Before is not [IVariableDeclarationGroupOperation { Declarations: [{ Declarators: [{ } declarator] }] }]
            || declarator.GetVariableInitializer()?.Value is not { } first
            || o.Condition is not { } condition
            || o.AtLoopBottom is not [IExpressionStatementOperation { Operation: { } step }])
        {
            throw KernelErrorException.At(o.Syntax, KernelDiagnostics.ForLoop);
        }

        var initial = expressions.Lower(first);
        var variable = new Local(context.Names.Unique(declarator.Symbol.Name, NameUse.Local), TypeOf(declarator.Symbol.Type, declarator.Syntax));
        expressions.Locals.Add(declarator.Symbol, variable);
        var steps = ImmutableArray.CreateBuilder<Stmt>();
        Effect(step, steps);
        if (steps is not [Assign { Value: { } next } assign] || assign.Local != variable)
            throw KernelErrorException.At(step.Syntax, KernelDiagnostics.ForLoop);
        return new For(variable, initial, expressions.Lower(condition), next, Block(o.Body));
    }

    // Expressions are trees without effects: that is what lets passes copy and reorder them.
    private void ForbidInValueFunction(IOperation operation)
    {
        if (!method.ReturnsVoid) throw KernelErrorException.At(operation.Syntax, KernelDiagnostics.SideEffect, method.Name);
    }

    private static IrType TypeOf(ITypeSymbol type, SyntaxNode node) =>
        LanguageMap.TypeOf(type) ?? throw KernelErrorException.At(node, KernelDiagnostics.UnknownType, type.ToDisplayString());

    private static KernelErrorException Unknown(IOperation operation) =>
        ExpressionLowering.Unknown(operation);
}
