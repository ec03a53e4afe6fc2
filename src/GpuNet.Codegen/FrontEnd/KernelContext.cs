using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>What the functions of one kernel have in common while they are lowered: its interface, names and functions.</summary>
internal sealed class KernelContext(Compilation compilation, INamedTypeSymbol kernel, SyntaxTree file)
{
    private readonly Dictionary<string, int> scalarByPath = [];
    private readonly List<KernelScalar> scalars = [];
    private readonly List<string> scalarPaths = [];
    private readonly Dictionary<IMethodSymbol, Function> functions = new(SymbolEqualityComparer.Default);
    private readonly List<Function> functionOrder = [];
    private readonly List<IMethodSymbol> callStack = [];
    private readonly List<SharedArray> sharedArrays = [];

    /// <summary>The struct.</summary>
    public INamedTypeSymbol Kernel => kernel;

    public Names Names { get; } = new();

    /// <summary>The C# of the kernel and of what it calls.</summary>
    public KernelText Text { get; } = new(file);

    /// <summary>Parameter of the kernel -> place among its resources.</summary>
    public Dictionary<ISymbol, int> ResourceOf { get; } = new(SymbolEqualityComparer.Default);

    public List<Resource> Resources { get; } = [];

    /// <summary>The C# names of the resources' parameters.</summary>
    public List<string> ResourcePaths { get; } = [];

    /// <summary>Parameter of the kernel -> place among its structural parameters.</summary>
    public Dictionary<ISymbol, int> StructuralOf { get; } = new(SymbolEqualityComparer.Default);

    public List<StructuralParameter> Structural { get; } = [];

    /// <summary>The parameters of the kernel that are late constants, or structs of them.</summary>
    public HashSet<ISymbol> Late { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The C# expressions that scalars take their values from, in the scope of the kernel.</summary>
    public IReadOnlyList<string> ScalarPaths => scalarPaths;

    public IReadOnlyList<Function> Functions => functionOrder;

    public IReadOnlyList<SharedArray> SharedArrays => sharedArrays;

    /// <summary>The scalar with the value of a C# expression, such as <c>window.StrideX</c>; made at its first use.</summary>
    public ScalarRef Scalar(string path, string name, IrType type, bool isLate)
    {
        if (!scalarByPath.TryGetValue(path, out var index))
        {
            index = scalars.Count;
            scalarByPath.Add(path, index);
            scalars.Add(new KernelScalar(Names.Unique(name, NameUse.Scalar), type, isLate));
            scalarPaths.Add(path);
        }

        return new ScalarRef(type, index);
    }

    /// <summary>A name as C# writes it.</summary>
    public static string CSharp(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>An extent of a resource.</summary>
    public ScalarRef Extent(int resource, string extent)
    {
        var name = Resources[resource].Name;
        return Scalar($"{ResourcePaths[resource]}.{extent}", ScalarNames.OfExtent(name, extent), IrType.Int, isLate: false);
    }

    /// <summary>Notes that a tensor's texels are addressed, for which a buffer's variant must know its width and height.</summary>
    public void Address(int resource) => Resources[resource] = Resources[resource] with
    {
        WidthScalar = Extent(resource, "Width").Index,
        HeightScalar = Extent(resource, "Height").Index,
    };

    public SharedArray Share(string name, IrType type, int length)
    {
        var array = new SharedArray(Names.Unique(name, NameUse.Global), type, length);
        sharedArrays.Add(array);
        return array;
    }

    /// <summary>The IR of a method that the kernel calls; lowered at its first call.</summary>
    public Function FunctionOf(IMethodSymbol method, SyntaxNode call)
    {
        if (functions.TryGetValue(method, out var known)) return known;
        if (callStack.Contains(method, SymbolEqualityComparer.Default))
            throw KernelErrorException.At(call, KernelDiagnostics.Recursion, method.Name);
        var syntax = method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax();
        if (method.IsGenericMethod)
            throw KernelErrorException.At(call, KernelDiagnostics.UnknownConstruct, $"The generic method '{method.Name}'");
        if (syntax is not MethodDeclarationSyntax || method.IsVirtual || method.IsAbstract)
            throw KernelErrorException.At(call, KernelDiagnostics.UnknownMember, method.ToDisplayString());

        callStack.Add(method);
        Text.Include((MethodDeclarationSyntax)syntax, method.ContainingType.Name);
        var function = new FunctionLowering(this, compilation.GetSemanticModel(syntax.SyntaxTree), method).Lower((MethodDeclarationSyntax)syntax);
        callStack.RemoveAt(callStack.Count - 1);
        functions.Add(method, function);
        functionOrder.Add(function);
        return function;
    }

    public KernelIr Build(
        string name, ImmutableArray<int> workgroup, ImmutableArray<TexelFormat> formats, ImmutableArray<Stmt> body) => new(
        name, workgroup, formats, [.. Resources], [.. scalars], [.. Structural], [.. sharedArrays], [.. functionOrder], body);
}
