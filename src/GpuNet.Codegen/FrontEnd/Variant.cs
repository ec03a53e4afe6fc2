using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>One combination of storage, format and structural values.</summary>
/// <param name="Access">Where tensors lie and how they are read; null for a kernel without tensors.</param>
/// <param name="Format">How texels that read as floats are stored; null for a kernel without those.</param>
/// <param name="Structural">The values of the structural parameters.</param>
internal sealed record Variant(TensorAccess? Access, TexelFormat? Format, ImmutableArray<int> Structural)
{
    /// <summary>How texels that are read as floats are stored, where that is another format than those that are written have.</summary>
    public TexelFormat? SourceFormat { get; init; }

    /// <summary>Whether it computes in 16-bit floats.</summary>
    public bool InHalves { get; init; }

    /// <summary>Such as <c>texture-f16-4x2</c>; <c>default</c> for the only variant of a kernel without choices.</summary>
    public string Name
    {
        get
        {
            var parts = new List<string>();
            if (Access is { } access) parts.Add(access switch { TensorAccess.Texture => "texture", TensorAccess.Texels => "texels", _ => "buffer" });
            if (Format is { } format) parts.Add(format switch { TexelFormat.Float16 => "f16", TexelFormat.Int8 => "i8", _ => "f32" });
            if (SourceFormat is not null) parts.Add("of-f32");
            if (InHalves) parts.Add("half");
            if (!Structural.IsEmpty) parts.Add(string.Join("x", Structural));
            return parts.Count == 0 ? "default" : string.Join("-", parts);
        }
    }

    /// <summary>Every combination of structural values, in a fixed order.</summary>
    public static IReadOnlyList<ImmutableArray<int>> Combinations(IEnumerable<StructuralParameter> structural)
    {
        ImmutableArray<int>[] values = [[]];
        foreach (var parameter in structural)
            values = values.SelectMany(chosen => parameter.Values.Select(value => chosen.Add(value))).ToArray();
        return values;
    }

    /// <summary>Every variant with one of these combinations of structural values, in a fixed order.</summary>
    public static IEnumerable<Variant> All(
        IReadOnlyCollection<Resource> resources, IEnumerable<TexelFormat> formats, IReadOnlyList<ImmutableArray<int>> values, bool readsTexels, bool inHalves)
    {
        TensorAccess?[] accesses = !resources.Any(r => r.IsTensor) ? [null]
            : readsTexels ? [TensorAccess.Buffer, TensorAccess.Texture, TensorAccess.Texels]
            : [TensorAccess.Buffer, TensorAccess.Texture];
        TexelFormat?[] choices = resources.Any(r => r.IsTensor && r.Element == IrType.Float4) ? [.. formats.Cast<TexelFormat?>()] : [null];
        var all = from access in accesses from format in choices from chosen in values select new Variant(access, format, chosen);
        if (inHalves && choices.Contains(TexelFormat.Float16))
        {
            // No variants that read texels: those are for processors, which compute no faster in halves.
            all = all.Concat(
                from access in new[] { TensorAccess.Buffer, TensorAccess.Texture }
                from chosen in values
                select new Variant(access, TexelFormat.Float16, chosen) { InHalves = true });
        }

        if (!MakesHalvesOfFloats(resources, choices)) return all;
        // A texture's texels are decoded by the device, whatever their format.
        return all.Concat(
            from access in accesses
            where access != TensorAccess.Texture
            from chosen in values
            select new Variant(access, TexelFormat.Float16, chosen) { SourceFormat = TexelFormat.Float32 });
    }

    // With half floats a network keeps its inputs as they were given: what reads them writes halves. A kernel's source comes first.
    private static bool MakesHalvesOfFloats(IReadOnlyCollection<Resource> resources, TexelFormat?[] formats) =>
        formats.Contains(TexelFormat.Float32) && formats.Contains(TexelFormat.Float16)
        && resources.FirstOrDefault(r => r.Kind == ResourceKind.ReadTensor)?.Element == IrType.Float4
        && resources.Any(r => r.Kind == ResourceKind.WriteTensor && r.Element == IrType.Float4);
}
