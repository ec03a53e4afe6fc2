using GpuNet.Devices;
using GpuNet.Testing;

namespace GpuNet.Backends.Tests;

/// <summary>Every operator by itself, in every storage, against what TensorFlow Lite's reference kernels give.</summary>
internal abstract class ConformanceSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    // About three decimal digits, as half floats have.
    private const double Float16Tolerance = 2e-3;

    private static IEnumerable<object[]> Cases =>
        from name in OperatorCase.Names
        where IsSupported(OperatorCase.Load(name))
        from storage in Storages.All
        select new object[] { name, storage.Storage, storage.Floats };

    [Test]
    public void Shared_files_are_there() => SharedFiles.Require();

    [TestCaseSource(nameof(Cases))]
    public void Operator_gives_the_expected_outputs(string name, TensorStorage storage, FloatStorage floats)
    {
        var operatorCase = OperatorCase.Load(name);
        using var session = Model.Load(operatorCase.ModelPath).CreateSession(Device, Storages.Options(storage, floats));
        Assert.That(session.Inputs.Select(i => i.Tensor.Index), Is.EqualTo(operatorCase.Inputs.Select(i => i.Index)), name);
        for (var i = 0; i < session.Inputs.Count; i++) session.Inputs[i].WriteBytes(operatorCase.Inputs[i].Read());
        session.Run();

        Assert.That(session.Outputs, Has.Count.EqualTo(operatorCase.Outputs.Count));
        var tolerance = floats == FloatStorage.Float16 ? Math.Max(operatorCase.Tolerance, Float16Tolerance) : operatorCase.Tolerance;
        foreach (var (output, expected) in session.Outputs.Zip(operatorCase.Outputs))
        {
            var comparison = Comparison.Of(output.Tensor, expected.Read(), output.Bytes(), tolerance);
            Assert.That(comparison.Holds, Is.True, $"{name}: {comparison.Message}\n{Reproduce(name, storage, floats)}");
        }
    }

    // The kernels compute in floats.
    private static bool IsSupported(OperatorCase operatorCase) => operatorCase.DType == "f32";

    private string Reproduce(string name, TensorStorage storage, FloatStorage floats) =>
        $"./gpunet conformance --cases ../shared/conformance --filter {name} {Storages.Arguments(Backend.Name, storage, floats)}";
}
