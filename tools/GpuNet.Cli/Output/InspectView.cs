using System.Globalization;
using GpuNet.Cli.Inspect;

namespace GpuNet.Cli.Output;

/// <summary>Shows the plan of a network in the terminal.</summary>
internal static class InspectView
{
    public static void Show(Terminal terminal, InspectedNetwork network)
    {
        terminal.Line($"{network.Model} on {network.Device}, tensors in {network.Storage}, floats as {network.FloatStorage}");
        var isTimed = network.Ms is not null;
        Column[] columns =
        [
            new("step", IsNumber: true), new("operator"), new("output"), new("kernel"), new("variant"), new("groups"), new("of"),
            new("multiply-adds", IsNumber: true), new("bytes", IsNumber: true), new("offset", IsNumber: true),
        ];
        terminal.Table(
            isTimed ? [.. columns, new("time", IsNumber: true)] : columns,
            [.. network.Steps.Select((step, i) => RowOf(step, i, isTimed))]);
        terminal.Line();
        terminal.Line(
            $"{network.Steps.Count} steps, {Number(network.MultiplyAdds)} multiply-adds, {Number(network.Memory.ActivationBytes)} bytes of activations "
            + $"(at least {Number(network.Memory.LargestLiveBytes)} are alive at once), {Number(network.Memory.WeightBytes)} bytes of weights"
            + (network.Ms is { } ms ? $", {Milliseconds(ms)}" : ""));
        if (network.Simplifications.Count == 0) return;
        terminal.Line();
        terminal.Line("simplifications:");
        foreach (var outcome in network.Simplifications) terminal.Line($"  {outcome}");
    }

    private static string[] RowOf(InspectedStep step, int index, bool isTimed)
    {
        var offset = step.Resources.LastOrDefault(r => r.Offset is not null)?.Offset;
        string[] row =
        [
            Number(index), step.Name, $"[{string.Join(", ", step.Shape)}]", step.Kernel, step.Variant, step.Groups, step.Workgroup,
            step.MultiplyAdds == 0 ? "" : Number(step.MultiplyAdds), Number(step.Bytes), offset is { } bytes ? Number(bytes) : "",
        ];
        return isTimed ? [.. row, Milliseconds(step.Ms ?? 0)] : row;
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F3} ms");
}
