using System.Reflection;
using System.Text.Json;
using GpuNet.Cli.Output;

namespace GpuNet.Cli.Inspect;

/// <summary>The inspector's page: HTML with style, scripts and data in it, and nothing to load.</summary>
internal static class InspectPage
{
    // Scripts in the order in which they depend on one another.
    private static readonly string[] Scripts = ["dom.js", "graph.js", "sources.js", "layer.js", "memory.js", "main.js"];

    private static readonly Json Compact = new(new JsonSerializerOptions(Json.Default.Options) { WriteIndented = false });

    /// <summary>The page.</summary>
    public static string Of(InspectedNetwork network) => Resource("page.html")
        .Replace("{{style}}", Resource("style.css"), StringComparison.Ordinal)
        .Replace("{{script}}", string.Join('\n', Scripts.Select(Resource)), StringComparison.Ordinal)
        // The default encoder leaves no '<' that would end the script's element.
        .Replace("{{data}}", JsonSerializer.Serialize(network, Compact.InspectedNetwork), StringComparison.Ordinal);

    private static string Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Inspect.{name}")
            ?? throw new InvalidOperationException($"The program was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
