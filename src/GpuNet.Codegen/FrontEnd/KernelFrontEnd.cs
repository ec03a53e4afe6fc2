using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Ir;
using GpuNet.Codegen.Passes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>Reads a struct with <c>[Kernel]</c>: its parameters, its limits, and the body of its <c>Execute</c>.</summary>
internal sealed class KernelFrontEnd
{
    private const int MaximumVariants = 64;

    private static readonly string[] GeneratedMembers = ["Descriptor", "Glsl", "Msl", "Spirv"];

    private readonly KernelContext context;
    private readonly INamedTypeSymbol type;
    private readonly TypeDeclarationSyntax syntax;
    private ImmutableArray<TexelFormat> formats = [TexelFormat.Float32, TexelFormat.Float16];

    private KernelFrontEnd(Compilation compilation, INamedTypeSymbol type, TypeDeclarationSyntax syntax)
    {
        context = new KernelContext(compilation, type, syntax.SyntaxTree);
        this.type = type;
        this.syntax = syntax;
    }

    public static KernelModel Read(GeneratorAttributeSyntaxContext found, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)found.TargetSymbol;
        var syntax = (TypeDeclarationSyntax)found.TargetNode;
        var @namespace = type.ContainingNamespace.IsGlobalNamespace ? null : type.ContainingNamespace.ToDisplayString();
        var place = SourcePlace.Of(syntax.Identifier.GetLocation());
        try
        {
            // Another declaration of the same struct has the attribute too, which C# refuses: one of them is enough here.
            var first = type.GetAttributes().First(a => LanguageMap.Is(a.AttributeClass, "KernelAttribute"));
            if (!syntax.DescendantNodes().Contains(first.ApplicationSyntaxReference?.GetSyntax(cancellation))) throw new BrokenSourceException();
            var reader = new KernelFrontEnd(found.SemanticModel.Compilation, type, syntax);
            var ir = reader.Read(found.SemanticModel, first);
            return new KernelModel(@namespace, type.Name, place, $"{reader.context.Text}", ir, new([.. reader.context.ResourcePaths]), new([.. reader.context.ScalarPaths]));
        }
        catch (KernelErrorException e)
        {
            return new KernelModel(@namespace, type.Name, place, e.Diagnostic);
        }
        catch (BrokenSourceException)
        {
            return new KernelModel(@namespace, type.Name, place, error: null);
        }
    }

    private KernelIr Read(SemanticModel model, AttributeData attribute)
    {
        CheckForm();
        var name = context.Names.Unique(type.Name, NameUse.Global);
        foreach (var parameter in syntax.ParameterList?.Parameters ?? []) ReadParameter(model, parameter);
        ReadFormats();
        var readsTexels = IsSet("ReadsTexels");
        var inHalves = IsSet("ComputesInHalves");
        var combinations = ReadCombinations();
        CheckVariants(combinations, readsTexels, inHalves);
        var execute = FindExecute();
        var workgroup = Workgroup(attribute);
        var method = model.GetDeclaredSymbol(execute)!;
        var body = new FunctionLowering(context, model, method, isEntryPoint: true).Body(execute);
        var ir = context.Build(name, workgroup, formats, body) with
        {
            IsPrecise = IsSet("IsPrecise"), ReadsTexels = readsTexels, ComputesInHalves = inHalves, Combinations = combinations, Line = context.Text.LineOf(execute.Identifier),
        };
        BarrierUniformity.Check(ir, execute.Identifier.GetLocation());
        CheckLimits(ir);
        return ir;

        bool IsSet(string property) => attribute.NamedArguments.Any(a => a.Key == property && a.Value.Value is true);
    }

    private void CheckForm()
    {
        string? problem = null;
        if (syntax is not StructDeclarationSyntax) problem = "is not a plain struct";
        else if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword)) problem = "is not partial";
        else if (!type.IsReadOnly) problem = "is not readonly";
        else if (type.IsGenericType) problem = "is generic";
        else if (type.ContainingType is not null) problem = "is nested in another type";
        else if (type.IsFileLocal) problem = "is local to its file";
        else if (type.IsRefLikeType) problem = "is a ref struct";
        else if (syntax.ParameterList is null) problem = "has no primary constructor to declare its parameters";
        else if (TwinButForCase() is { } twin) problem = $"differs from '{twin}' in case alone, and names of generated files do not";
        else if (GeneratedMembers.FirstOrDefault(name => !type.GetMembers(name).IsEmpty) is { } taken) problem = $"declares '{taken}', which the generator adds";
        if (problem is not null) throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.KernelForm, type.Name, problem);
    }

    // The later of two in the order of their characters is the one to complain of.
    private string? TwinButForCase() => type.ContainingNamespace.GetTypeMembers()
        .Select(other => other.Name)
        .FirstOrDefault(name => string.Equals(name, type.Name, StringComparison.OrdinalIgnoreCase) && string.CompareOrdinal(name, type.Name) < 0);

    private MethodDeclarationSyntax FindExecute()
    {
        var methods = type.GetMembers("Execute").OfType<IMethodSymbol>().ToArray();
        if (methods is not [{ IsStatic: false, ReturnsVoid: true, IsGenericMethod: false, DeclaredAccessibility: Accessibility.Public, Parameters: [{ RefKind: RefKind.None } parameter] } method]
            || !LanguageMap.Is(parameter.Type, "Invocation")
            || method.DeclaringSyntaxReferences[0].GetSyntax() is not MethodDeclarationSyntax execute
            || execute.SyntaxTree != syntax.SyntaxTree)
        {
            throw KernelErrorException.At(
                syntax.Identifier, KernelDiagnostics.KernelForm, type.Name, "has no one method 'public void Execute(Invocation at)' beside its parameters");
        }

        return execute;
    }

    private void ReadParameter(SemanticModel model, ParameterSyntax parameterSyntax)
    {
        var parameter = model.GetDeclaredSymbol(parameterSyntax)!;
        if (IsBroken(parameter.Type)) throw new BrokenSourceException();
        var isLate = parameter.GetAttributes().Any(a => LanguageMap.Is(a.AttributeClass, "LateAttribute"));
        if (parameter.GetAttributes().FirstOrDefault(a => LanguageMap.Is(a.AttributeClass, "StructuralAttribute")) is { } attribute)
        {
            if (isLate) throw KernelErrorException.At(parameterSyntax, KernelDiagnostics.LateParameter, parameter.Name, "structural");
            ReadStructural(parameter, parameterSyntax, attribute);
            return;
        }

        if (ResourceKindOf(parameter.Type) is { } kind)
        {
            if (isLate) throw KernelErrorException.At(parameterSyntax, KernelDiagnostics.LateParameter, parameter.Name, "a resource");
            var argument = ((INamedTypeSymbol)parameter.Type).TypeArguments[0];
            var element = LanguageMap.TypeOf(argument);
            var isTensor = kind is ResourceKind.ReadTensor or ResourceKind.WriteTensor;
            if (element is null || element == IrType.Bool || (isTensor && element != IrType.Float4 && element != IrType.UInt && element != IrType.Int4))
                throw KernelErrorException.At(parameterSyntax, KernelDiagnostics.UnknownType, parameter.Type.ToDisplayString());
            context.ResourceOf.Add(parameter, context.Resources.Count);
            context.ResourcePaths.Add(KernelContext.CSharp(parameter.Name));
            context.Resources.Add(new Resource(context.Names.UniqueResource(parameter.Name), kind, BindingType.StorageBuffer, element, TexelFormat.Float32));
            return;
        }

        var isScalar = LanguageMap.TypeOf(parameter.Type) is { IsScalar: true };
        var isGroup = parameter.Type is { IsValueType: true, IsReadOnly: true, SpecialType: SpecialType.None } && LanguageMap.TypeOf(parameter.Type) is null;
        if (parameter.RefKind != RefKind.None || !(isScalar || isGroup))
            throw KernelErrorException.At(parameterSyntax, KernelDiagnostics.ParameterType, parameter.Name, parameter.Type.ToDisplayString());
        if (isLate) context.Late.Add(parameter);
    }

    private void ReadStructural(IParameterSymbol parameter, ParameterSyntax parameterSyntax, AttributeData attribute)
    {
        var arguments = attribute.ConstructorArguments;
        var values = arguments.Length == 1 && arguments[0].Kind == TypedConstantKind.Array && !arguments[0].IsNull
            ? arguments[0].Values.Select(v => v.Value).OfType<int>().ToImmutableArray()
            : [];
        string? problem = null;
        if (parameter.Type.SpecialType != SpecialType.System_Int32) problem = "is not an int";
        else if (values.IsEmpty) problem = "has no values";
        else if (values.Distinct().Count() != values.Length) problem = "has a value twice";
        else if (values.Any(v => v < 0)) problem = "has a negative value";
        if (problem is not null) throw KernelErrorException.At(parameterSyntax, KernelDiagnostics.Structural, parameter.Name, problem);
        context.StructuralOf.Add(parameter, context.Structural.Count);
        context.Structural.Add(new StructuralParameter(parameter.Name, values));
    }

    private void ReadFormats()
    {
        if (type.GetAttributes().FirstOrDefault(a => LanguageMap.Is(a.AttributeClass, "FormatsAttribute")) is not { } attribute) return;
        // The numbers of the two enumerations are the same.
        formats = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } argument]
            ? argument.Values.Select(v => (TexelFormat)(v.Value as int? ?? -1)).Distinct().ToImmutableArray()
            : [];
        if (formats.IsEmpty || formats.Any(f => f is not (TexelFormat.Float32 or TexelFormat.Float16 or TexelFormat.Int8)))
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.KernelForm, type.Name, "names no format, or one that texels of floats cannot have");
    }

    private ImmutableArray<ImmutableArray<int>> ReadCombinations()
    {
        var combinations = ImmutableArray.CreateBuilder<ImmutableArray<int>>();
        foreach (var attribute in type.GetAttributes().Where(a => LanguageMap.Is(a.AttributeClass, "CombinationAttribute")))
        {
            var values = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } argument]
                ? argument.Values.Select(v => v.Value).OfType<int>().ToImmutableArray()
                : [];
            var text = $"({string.Join(", ", values)})";
            string? problem = null;
            if (values.Length != context.Structural.Count) problem = $"names {text}, which is not a value for each structural parameter";
            else if (context.Structural.Where((p, i) => !p.Values.Contains(values[i])).FirstOrDefault() is { } other) problem = $"names {text}, where '{other.Name}' has a value that it may not take";
            else if (combinations.Any(c => c.SequenceEqual(values))) problem = $"names {text} twice";
            if (problem is not null) throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.KernelForm, type.Name, problem);
            combinations.Add(values);
        }

        return combinations.ToImmutable();
    }

    private void CheckVariants(ImmutableArray<ImmutableArray<int>> combinations, bool readsTexels, bool inHalves)
    {
        // Multiplied before they are made: a few long lists would make more than memory holds.
        var count = Variant.All(context.Resources, formats, [[]], readsTexels, inHalves).Count()
            * (combinations.IsEmpty ? context.Structural.Aggregate(1.0, (product, p) => product * p.Values.Length) : combinations.Length);
        if (count > MaximumVariants)
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.Structural, context.Structural[0].Name, $"makes {count} variants with the others, and {MaximumVariants} are allowed");
    }

    private ImmutableArray<int> Workgroup(AttributeData attribute)
    {
        var extents = attribute.ConstructorArguments.Select(a => a.Value).OfType<int>().ToImmutableArray();
        if (extents.Length != 3 || extents.Any(e => e < 1))
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.KernelForm, type.Name, "has a workgroup with an extent below 1");
        var invocations = extents.Aggregate(1m, (product, e) => product * e);
        if (invocations > EsLimits.Invocations)
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.WorkgroupSize, invocations.ToString(CultureInfo.InvariantCulture));
        return extents;
    }

    /// <summary>What OpenGL ES 3.1 and Vulkan 1.1 guarantee; the drivers at hand take far more, so a run proves nothing.</summary>
    private void CheckLimits(KernelIr ir)
    {
        var tensors = ir.Resources.Where(r => r.IsTensor).ToArray();
        AtMost(ir.Resources.Length, EsLimits.StorageBuffers, "storage buffers");
        AtMost(tensors.Count(r => r.IsWritten), EsLimits.Images, "written tensors");
        AtMost(tensors.Count(r => !r.IsWritten), EsLimits.Textures, "read tensors");
        var uniforms = ir.Uniforms.Count();
        if (uniforms > VulkanLimits.Uniforms)
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.TooManyUniforms, uniforms.ToString(CultureInfo.InvariantCulture));
        var shared = ir.SharedArrays.Sum(a => (long)a.Length * a.Type.ByteLength);
        if (shared > EsLimits.SharedBytes)
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.SharedMemory, shared.ToString());
    }

    private static bool IsBroken(ITypeSymbol type) => type.TypeKind == TypeKind.Error
        || (type is INamedTypeSymbol named && named.TypeArguments.Any(IsBroken));

    private void AtMost(int count, int limit, string what)
    {
        if (count > limit)
            throw KernelErrorException.At(syntax.Identifier, KernelDiagnostics.TooManyResources, count.ToString(), what, limit.ToString());
    }

    private static ResourceKind? ResourceKindOf(ITypeSymbol type) => Enum.GetValues(typeof(ResourceKind)).Cast<ResourceKind>()
        .Where(kind => LanguageMap.Is(type, kind.ToString()))
        .Select(kind => (ResourceKind?)kind)
        .FirstOrDefault();

    private static class EsLimits
    {
        public const int Invocations = 128;
        public const int StorageBuffers = 4;
        public const int Images = 4;
        public const int Textures = 16;
        public const int SharedBytes = 16384;
    }

    private static class VulkanLimits
    {
        // 128 bytes of push constants.
        public const int Uniforms = 32;
    }
}
