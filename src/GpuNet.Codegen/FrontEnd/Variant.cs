using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>One combination of storage, format and structural values.</summary>
/// <param name="HasTensors">Whether the kernel has tensors; without, there is neither storage nor format.</param>
/// <param name="Texture">Texture arrays instead of buffers.</param>
/// <param name="Format">How texels are stored.</param>
/// <param name="Structural">The values of the structural parameters.</param>
internal sealed record Variant(bool HasTensors, bool Texture, TexelFormat Format, ImmutableArray<int> Structural)
{
    /// <summary>Such as <c>texture-f16-4x2</c>; <c>default</c> for the only variant of a kernel without either.</summary>
    public string Name
    {
        get
        {
            var parts = new List<string>();
            if (HasTensors) parts.Add((Texture ? "texture-" : "buffer-") + (Format == TexelFormat.Float16 ? "f16" : "f32"));
            if (!Structural.IsEmpty) parts.Add(string.Join("x", Structural));
            return parts.Count == 0 ? "default" : string.Join("-", parts);
        }
    }

    /// <summary>Every combination, in a fixed order.</summary>
    public static IEnumerable<Variant> All(bool hasTensors, IEnumerable<StructuralParameter> structural)
    {
        IEnumerable<ImmutableArray<int>> values = [[]];
        foreach (var parameter in structural)
            values = values.SelectMany(chosen => parameter.Values.Select(value => chosen.Add(value))).ToArray();

        foreach (var texture in hasTensors ? new[] { false, true } : [false])
        {
            foreach (var format in hasTensors ? new[] { TexelFormat.Float32, TexelFormat.Float16 } : [TexelFormat.Float32])
            {
                foreach (var chosen in values) yield return new Variant(hasTensors, texture, format, chosen);
            }
        }
    }
}
