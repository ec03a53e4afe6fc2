using System;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Emit;
using GpuNet.Codegen.FrontEnd;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GpuNet.Codegen;

/// <summary>Finds the kernels of a project, compiles each, and writes the generated half of its struct.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class KernelGenerator : IIncrementalGenerator
{
    /// <summary>The name of the step that reads kernels, for tests of incrementality.</summary>
    public const string ReadStep = "ReadKernel";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var kernels = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                $"{LanguageMap.Namespace}.KernelAttribute",
                static (node, _) => node is TypeDeclarationSyntax,
                static (found, cancellation) => KernelFrontEnd.Read(found, cancellation))
            .WithTrackingName(ReadStep);
        context.RegisterSourceOutput(kernels, static (output, kernel) => Write(output, kernel));
    }

    private static void Write(SourceProductionContext output, KernelModel kernel)
    {
        if (kernel.Error is not null)
        {
            output.ReportDiagnostic(kernel.Error.ToDiagnostic());
            return;
        }

        if (kernel.Ir is null) return;
        try
        {
            output.AddSource($"{kernel.HintName}.g.cs", KernelSourceWriter.Write(kernel));
        }
        catch (InvalidOperationException e)
        {
            output.ReportDiagnostic(Diagnostic.Create(KernelDiagnostics.InternalError, kernel.Place.ToLocation(), kernel.Name, e.Message));
        }
    }
}
