using GpuNet.Cli.Tensors;
using GpuNet.Conformance;

namespace GpuNet.Cli.Conformance;

/// <summary>Runs conformance cases on one backend.</summary>
/// <param name="engine">The backend.</param>
/// <param name="options">How sessions are made.</param>
internal sealed class CaseRunner(Engine engine, SessionOptions options)
{
    /// <summary>What ran the cases, in words; null before the first.</summary>
    public string? Device { get; private set; }

    /// <summary>Runs a case. A model, kernel or driver that fails is a failed case, not the end of the run.</summary>
    /// <exception cref="DeviceNotFoundException">There is no device to run on.</exception>
    public CaseResult Run(ConformanceCase @case)
    {
        try
        {
            engine.StartOpening();
            var model = Model.Load(@case.ModelPath);
            var inputs = model.Graph.Inputs.Select((input, i) => RawFile.Read(@case.InputPath(i), model.Graph.Tensors[input])).ToList();
            using var session = engine.Open(model, options);
            Device = session.Device;
            foreach (var (input, bytes) in session.Inputs.Zip(inputs)) input.WriteBytes(bytes);
            session.Run();
            return Compare(@case, session);
        }
        catch (UnsupportedModelException e) when (options.Storage == Devices.TensorStorage.TextureArray && @case.ElementType != "f32")
        {
            return Result(@case, CaseStatus.Skipped, null, e.Message);
        }
        catch (Exception e) when (e is (GpuNetException and not DeviceNotFoundException) or IOException)
        {
            return Result(@case, CaseStatus.Failed, null, e.Message);
        }
    }

    private CaseResult Compare(ConformanceCase @case, Session session)
    {
        var tolerance = Tolerances.OfOperator(options.FloatStorage, @case.Tolerance);
        var greatest = 0.0;
        string? reason = null;
        for (var i = 0; i < session.Outputs.Count; i++)
        {
            var output = session.Outputs[i];
            var actual = new byte[output.Tensor.ByteLength];
            output.ReadBytes(actual);
            var difference = TensorDifference.Compare(output.Tensor, RawFile.Read(@case.OutputPath(i), output.Tensor), actual, tolerance);
            greatest = Math.Max(greatest, difference.Max);
            if (!difference.Agrees) reason ??= $"output {i}: {difference.Describe()}";
        }

        return Result(@case, reason is null ? CaseStatus.Passed : CaseStatus.Failed, greatest, reason);
    }

    private static CaseResult Result(ConformanceCase @case, CaseStatus status, double? difference, string? reason) =>
        new(@case.Name, @case.Operator, @case.ElementType, status, difference, reason);
}
