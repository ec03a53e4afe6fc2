using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Testing;

namespace GpuNet.Backends.Tests;

/// <summary>Every operator by itself, in every storage, against what TensorFlow Lite's reference kernels give.</summary>
[Parallelizable(ParallelScope.All)]
internal abstract class ConformanceSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private static IEnumerable<object[]> Cases =>
        from name in OperatorCase.Names
        from storage in Storages.For(isFloat: OperatorCase.Load(name).DType == "f32")
        where storage.Floats == FloatStorage.Float32 || new TBackend().TriesHalves
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
        var tolerance = Tolerances.OfOperator(floats, operatorCase.Tolerance);
        foreach (var (output, expected) in session.Outputs.Zip(operatorCase.Outputs))
        {
            var difference = TensorDifference.Compare(output.Tensor, expected.Read(), output.Bytes(), tolerance);
            Assert.That(difference.Agrees, Is.True, $"{name}: {difference.Describe()}\n{Reproduce(name, storage, floats)}");
        }
    }

    private string Reproduce(string name, TensorStorage storage, FloatStorage floats) =>
        $"{Backend.Command} conformance --cases ../shared/conformance --filter {name} {Storages.Arguments(Backend.Name, storage, floats)}";
}
