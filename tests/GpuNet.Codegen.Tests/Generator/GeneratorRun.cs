using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GpuNet.Codegen.Tests.Generator;

/// <summary>Runs the generator in this process, as the C# compiler would.</summary>
internal static class GeneratorRun
{
    private const string ImplicitUsings =
        "global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; " +
        "global using System.Threading; global using System.Threading.Tasks;";

    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly ImmutableArray<MetadataReference> Platform =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is var name && !name.StartsWith("GpuNet.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private static readonly MetadataReference Core = MetadataReference.CreateFromFile(typeof(Language.KernelAttribute).Assembly.Location);

    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, Language, path);

    /// <summary>A project of the user that refers to GpuNet.Core.</summary>
    public static CSharpCompilation Project(params SyntaxTree[] sources) => Compilation(sources, [.. Platform, Core]);

    /// <summary>GpuNet.Core itself from its sources.</summary>
    public static CSharpCompilation CoreProject(IEnumerable<SyntaxTree> sources) =>
        Compilation([.. sources, Parse(ImplicitUsings, "ImplicitUsings.cs")], [.. Platform]);

    /// <summary>A driver that keeps what each step of the generator did.</summary>
    public static GeneratorDriver Driver() => CSharpGeneratorDriver.Create(
        [new KernelGenerator().AsSourceGenerator()],
        parseOptions: Language,
        driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    private static CSharpCompilation Compilation(IEnumerable<SyntaxTree> sources, ImmutableArray<MetadataReference> references) =>
        CSharpCompilation.Create("Kernels", sources, references, new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, allowUnsafe: true));
}
