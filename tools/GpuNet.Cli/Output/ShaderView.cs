using System.Globalization;
using GpuNet.Cli.Shaders;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Cli.Output;

/// <summary>Shows a variant of a kernel to people: what it takes, and a form of it with the C# beside.</summary>
internal static class ShaderView
{
    private const int WidthOfCSharp = 64;

    // Behind the three extents of the workgroup.
    private const int FirstLateConstant = 3;

    /// <summary>Shows a variant.</summary>
    public static void Show(Terminal terminal, KernelVariant variant, ShaderTarget target)
    {
        terminal.Line($"{variant.Kernel.Name}/{variant.Name}");
        terminal.Line($"workgroup: {variant.Kernel.DefaultWorkgroup}, where a dispatch asks for no other");
        if (variant.Storage is { } storage)
            terminal.Line($"tensors: {(storage == TensorStorage.Buffer ? "buffers" : "texture arrays")}{(variant.Format is { } format ? $", floats as {format}" : "")}");
        foreach (var (name, value) in variant.Kernel.StructuralNames.Zip(variant.Structural)) terminal.Line($"structural: {name} = {Number(value)}");
        terminal.Line();
        terminal.Table(
            [new("binding", IsNumber: true), new("parameter"), new("kind"), new("bound as"), new("GLSL", IsNumber: true), new("MSL")],
            [.. variant.Kernel.Bindings.Select((binding, i) => Row(variant, binding, i))]);
        Table(terminal, "uniform", 0, variant.Kernel.Uniforms);
        Table(terminal, "late constant", FirstLateConstant, variant.Kernel.LateConstants);

        terminal.Line();
        Beside(terminal, variant.Kernel.Source.Split('\n'), target.TextOf(variant).TrimEnd('\n').Split('\n'), target.LinesOf(variant));
    }

    private static void Table(Terminal terminal, string what, int first, IReadOnlyList<KernelScalar> scalars)
    {
        if (scalars.Count == 0) return;
        terminal.Line();
        terminal.Table(
            [new(what, IsNumber: true), new("name"), new("type")],
            [.. scalars.Select((scalar, i) => new[] { Number(first + i), scalar.Name, $"{scalar.Type}" })]);
    }

    private static string[] Row(KernelVariant variant, KernelBinding binding, int index)
    {
        var bound = variant.Bindings[index];
        var metal = bound is BindingType.StorageBuffer or BindingType.TexelBuffer ? "buffer" : "texture";
        return
        [
            Number(index), binding.Name, $"{binding.Kind}", $"{bound}", Number(variant.IndexWithinType(index, texturesTogether: false)),
            $"{metal}({Number(variant.IndexWithinType(index, texturesTogether: true))})",
        ];
    }

    // Each line of C# once, beside the first of those in a row that come from it.
    private static void Beside(Terminal terminal, string[] source, string[] text, IReadOnlyList<int> lines)
    {
        var before = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var line = i < lines.Count ? lines[i] : 0;
            var left = line == before || line < 1 || line > source.Length ? "" : $"{Number(line),4} {source[line - 1].Trim()}";
            before = line;
            if (left.Length > WidthOfCSharp) left = left[..(WidthOfCSharp - 1)] + "…";
            terminal.Line(lines.Count == 0 ? text[i] : $"{left.PadRight(WidthOfCSharp)} | {text[i]}".TrimEnd());
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
