using System;
using GpuNet.Codegen.Diagnostics;
using GpuNet.Codegen.Emit;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>
/// What the front end makes of one kernel: its IR and what the generated half of the struct needs, or what is wrong. Compares
/// by value, by way of the IR's text, so that nothing is emitted again while nothing has changed. The lines of its statements are
/// not compared: they are those of its source, which is.
/// </summary>
internal sealed class KernelModel : IEquatable<KernelModel>
{
    private readonly string key;

    public KernelModel(string? @namespace, string name, SourcePlace place, string source, KernelIr ir, EquatableArray<string> resourcePaths, EquatableArray<string> scalarPaths)
    {
        Namespace = @namespace;
        Name = name;
        Place = place;
        Source = source;
        Ir = ir;
        ResourcePaths = resourcePaths;
        ScalarPaths = scalarPaths;
        key = IrPrinter.Print(ir);
    }

    /// <param name="namespace">Where the kernel stands.</param>
    /// <param name="name">Its name.</param>
    /// <param name="place">The place of its name.</param>
    /// <param name="error">What is wrong; null where the C# compiler already says so.</param>
    public KernelModel(string? @namespace, string name, SourcePlace place, DiagnosticInfo? error)
    {
        Namespace = @namespace;
        Name = name;
        Place = place;
        Source = "";
        Error = error;
        key = "";
    }

    public string? Namespace { get; }

    public string Name { get; }

    /// <summary>Names the generated file; C#'s sign for a name that is a word has no place there.</summary>
    public string HintName => (Namespace is null ? Name : $"{Namespace}.{Name}").Replace("@", "");

    /// <summary>Where the struct's name stands.</summary>
    public SourcePlace Place { get; }

    /// <summary>The text of the file that declares the kernel and of the functions that it calls elsewhere; see <see cref="KernelText"/>.</summary>
    public string Source { get; }

    /// <summary>The kernel; null if there is an error, be it the C# compiler's or one of ours.</summary>
    public KernelIr? Ir { get; }

    /// <summary>The C# name of each resource.</summary>
    public EquatableArray<string> ResourcePaths { get; }

    /// <summary>The C# expression behind each scalar.</summary>
    public EquatableArray<string> ScalarPaths { get; }

    public DiagnosticInfo? Error { get; }

    public bool Equals(KernelModel? other) => other is not null && Namespace == other.Namespace && Name == other.Name && Place == other.Place
        && Source == other.Source && key == other.key
        && ResourcePaths.Equals(other.ResourcePaths) && ScalarPaths.Equals(other.ScalarPaths) && Equals(Error, other.Error);

    public override bool Equals(object? obj) => Equals(obj as KernelModel);

    public override int GetHashCode() => Name.GetHashCode() ^ Source.GetHashCode();
}
