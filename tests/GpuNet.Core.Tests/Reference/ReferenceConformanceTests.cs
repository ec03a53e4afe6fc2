using GpuNet.Reference;
using GpuNet.Testing;

namespace GpuNet.Core.Tests.Reference;

/// <summary>The reference against TensorFlow Lite's reference kernels: each operator by itself, and whole networks.</summary>
public sealed class ReferenceConformanceTests
{
    private const double SoftmaxTolerance = 1e-5;
    private const double NetworkTolerance = 1e-4;

    [Test]
    public void Shared_files_are_there() => SharedFiles.Require();

    [TestCaseSource(typeof(OperatorCase), nameof(OperatorCase.Names))]
    public void Operator_gives_the_expected_outputs(string name)
    {
        var operatorCase = OperatorCase.Load(name);
        var graph = Model.Load(operatorCase.ModelPath).Graph;
        Assert.That(graph.Operators.Select(step => step.Name), Is.EqualTo(new[] { operatorCase.Op }));

        var interpreter = new ReferenceInterpreter(graph);
        foreach (var input in operatorCase.Inputs) interpreter.SetInput(input.Index, input.Read());
        interpreter.Run();

        foreach (var output in operatorCase.Outputs)
        {
            var comparison = Comparison.Of(graph.Tensors[output.Index], output.Read(), interpreter.Get(output.Index), operatorCase.Tolerance);
            Assert.That(comparison.Holds, Is.True, comparison.Message);
        }
    }

    [TestCaseSource(typeof(Golden), nameof(Golden.Names))]
    public void Network_gives_the_expected_tensors(string model, string image)
    {
        var golden = Golden.Load(model, image);
        var graph = Model.Load(golden.ModelPath).Graph;
        var interpreter = new ReferenceInterpreter(graph);
        interpreter.SetInput(golden.Input.Index, golden.Input.Read());
        interpreter.Run();

        Assert.That(golden.Tensors, Is.Not.Empty);
        foreach (var tensor in golden.Tensors)
        {
            var tolerance = tensor.ProducerOp == "SOFTMAX" ? SoftmaxTolerance : NetworkTolerance;
            var comparison = Comparison.Of(graph.Tensors[tensor.Index], tensor.Read(), interpreter.Get(tensor.Index), tolerance);
            Assert.That(comparison.Holds, Is.True, comparison.Message);
        }
    }
}
