using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using GpuNet.Cli.Conformance;
using GpuNet.Cli.Inspect;

namespace GpuNet.Cli.Output;

/// <summary>Writes and reads the JSON of the command line; field names are in snake case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(DevicesReport))]
[JsonSerializable(typeof(IReadOnlyList<ClassifyReport>))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(ConformanceReport))]
[JsonSerializable(typeof(LayersReport))]
[JsonSerializable(typeof(ReportFile))]
[JsonSerializable(typeof(InspectedNetwork))]
[JsonSerializable(typeof(IReadOnlyList<TensorEntry>))]
[JsonSerializable(typeof(CaseFile))]
[JsonSerializable(typeof(RetrainReport))]
[JsonSerializable(typeof(TrainReport))]
[JsonSerializable(typeof(QuantizeReport))]
[JsonSerializable(typeof(FetchReport))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>The context with labels and names written as they are, not as \u escapes.</summary>
    public static Json Readable => field ??= new Json(new JsonSerializerOptions(Default.Options!) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>Writes one document and a line feed.</summary>
    public static void Write<T>(TextWriter writer, T value, JsonTypeInfo<T> type) => writer.WriteLine(JsonSerializer.Serialize(value, type));
}
