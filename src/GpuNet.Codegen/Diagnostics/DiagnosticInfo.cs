using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace GpuNet.Codegen.Diagnostics;

/// <summary>A diagnostic that compares by value and holds no syntax, so that the generator stays incremental.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Descriptor, SourcePlace Place, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo At(Location location, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(descriptor, SourcePlace.Of(location), new([.. arguments]));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptor, Place.ToLocation(), Arguments.Values.Cast<object>().ToArray());
}

/// <summary>A place in the C# that compares by value.</summary>
internal sealed record SourcePlace(string Path, TextSpan Span, LinePositionSpan Lines)
{
    public static SourcePlace Of(Location location)
    {
        var lines = location.GetLineSpan();
        return new(lines.Path, location.SourceSpan, lines.Span);
    }

    public Location ToLocation() => Location.Create(Path, Span, Lines);
}

/// <summary>An array that compares by its elements.</summary>
internal readonly struct EquatableArray<T>(ImmutableArray<T> values) : IEquatable<EquatableArray<T>>
    where T : IEquatable<T>
{
    public ImmutableArray<T> Values => values.IsDefault ? [] : values;

    public bool Equals(EquatableArray<T> other) => Values.SequenceEqual(other.Values);

    public override bool Equals(object? obj) => obj is EquatableArray<T> other && Equals(other);

    public override int GetHashCode() => Values.Aggregate(17, (hash, value) => (hash * 31) + value.GetHashCode());
}

/// <summary>Ends the compilation of one kernel that is not sound C#: the C# compiler says what is wrong.</summary>
internal sealed class BrokenSourceException() : Exception("The kernel is not sound C#.");

/// <summary>Ends the compilation of one kernel with what is wrong with it.</summary>
internal sealed class KernelErrorException(DiagnosticInfo diagnostic) : Exception(diagnostic.Descriptor.Id)
{
    public DiagnosticInfo Diagnostic { get; } = diagnostic;

    public static KernelErrorException At(SyntaxNode node, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(DiagnosticInfo.At(node.GetLocation(), descriptor, arguments));

    public static KernelErrorException At(SyntaxToken token, DiagnosticDescriptor descriptor, params string[] arguments) =>
        new(DiagnosticInfo.At(token.GetLocation(), descriptor, arguments));
}
