using GpuNet.Cli.Tensors;
using GpuNet.Graphs;

namespace GpuNet.Cli.Conformance;

/// <summary>Compares every tensor of a network with the expected one, in the order of the operators.</summary>
internal static class LayerComparison
{
    // Differences add up from layer to layer, so more than for a single operator.
    private const double Float32Tolerance = 1e-4;
    private const double Float16Tolerance = 1e-2;

    /// <summary>Gives the bytes that a tensor should have, or null where they are not known.</summary>
    public delegate byte[]? Expected(Tensor tensor);

    /// <summary>Compares the readable tensors of a session that has run.</summary>
    /// <returns>A result for each operator; the name is that of the tensor that it writes.</returns>
    public static IReadOnlyList<CaseResult> Compare(Session session, FloatStorage floatStorage, Expected expected)
    {
        var tolerance = floatStorage == FloatStorage.Float16 ? Float16Tolerance : Float32Tolerance;
        var readable = session.Readable.ToDictionary(t => t.Tensor.Index);
        var results = new List<CaseResult>();
        foreach (var step in session.Graph.Operators)
        {
            var tensor = session.Graph.Tensors[step.Output];
            if (!readable.TryGetValue(step.Output, out var computed)) Add(CaseStatus.Skipped, null, "not kept: another step computes it on the way");
            else if (expected(tensor) is not { } bytes) Add(CaseStatus.Skipped, null, "no expected values");
            else
            {
                var actual = new byte[tensor.ByteLength];
                computed.ReadBytes(actual);
                var difference = TensorDifference.Compare(tensor, bytes, actual, tolerance);
                Add(difference.Agrees ? CaseStatus.Passed : CaseStatus.Failed, difference.Max, difference.Agrees ? null : difference.Describe());
            }

            void Add(CaseStatus status, double? difference, string? reason) =>
                results.Add(new CaseResult(tensor.Name, step.Name, $"{tensor.Type}", status, difference, reason));
        }

        return results;
    }

    /// <summary>The tensors of a session that has run.</summary>
    public static Expected FromSession(Session reference)
    {
        var readable = reference.Readable.ToDictionary(t => t.Tensor.Index);
        return tensor =>
        {
            if (!readable.TryGetValue(tensor.Index, out var computed)) return null;
            var bytes = new byte[tensor.ByteLength];
            computed.ReadBytes(bytes);
            return bytes;
        };
    }

    /// <summary>The files <c>INDEX.bin</c> of a folder.</summary>
    /// <exception cref="InvalidInputException">There is no such folder.</exception>
    public static Expected FromFolder(string folder)
    {
        if (!Directory.Exists(folder)) throw new InvalidInputException($"{folder}: no such folder of tensors.");
        return tensor => File.Exists(TensorFolder.PathOf(folder, tensor)) ? RawFile.Read(TensorFolder.PathOf(folder, tensor), tensor) : null;
    }
}
