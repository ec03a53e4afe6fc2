using GpuNet.Cli.Tensors;
using GpuNet.Conformance;

namespace GpuNet.Cli.Conformance;

/// <summary>The layers of a network as results, and which of them diverges first.</summary>
internal static class NetworkLayers
{
    /// <summary>Runs a network and compares its layers.</summary>
    /// <param name="engine">What runs it.</param>
    /// <param name="model">The <c>.tflite</c> file.</param>
    /// <param name="inputs">What <c>--input</c> was given.</param>
    /// <param name="golden">A folder of expected tensors; null for the reference, layer by layer.</param>
    /// <param name="options">How the session is made.</param>
    /// <param name="arguments">The options of the command line that choose the same device and storage.</param>
    public static (string Device, IReadOnlyList<CaseResult> Results) Run(
        Engine engine, string model, IReadOnlyList<string> inputs, string? golden, SessionOptions options, string arguments)
    {
        engine.StartOpening();
        var loaded = Model.Load(model);
        var values = InputFiles.Read(loaded, inputs);
        using var session = engine.Open(loaded, options);
        InputFiles.Set(session, values);
        session.Run();
        var comparison = new LayerComparison(session, engine.IsReference ? null : engine.Device.Info, options);
        var layers = golden is null ? comparison.WithReference() : comparison.WithStored(TensorFolder.Reader(golden));
        var inspect = $"./gpunet inspect {model} {string.Concat(inputs.Select(i => $"--input {i} "))}{arguments} --html page.html";
        return (session.Device, [.. layers.Select(layer => ResultOf(layer, inspect))]);
    }

    private static CaseResult ResultOf(LayerResult layer, string inspect)
    {
        var status = layer.Difference is null ? CaseStatus.Skipped : layer.Diverges ? CaseStatus.Failed : CaseStatus.Passed;
        return new CaseResult(
            layer.Tensor.Name, layer.Operator.Name, $"{layer.Tensor.Type}", status, layer.Difference?.Max,
            layer.Diverges ? layer.Difference!.Describe() : layer.Skipped)
        {
            Kernels = layer.Kernels,
            Command = $"{inspect} # then open page.html#operator-{layer.Operator.Index}-kernel",
            Difference = layer.Difference,
        };
    }
}
