using GpuNet.Export;
using GpuNet.Graphs;
using GpuNet.Import;
using static GpuNet.Training.Tests.Export.TestGraphs;

namespace GpuNet.Training.Tests.Export;

/// <summary>The versions that TensorFlow Lite's own converter gives these operators.</summary>
public sealed class OperatorVersionTests
{
    [TestCase(ElementType.Float32, 1)]
    [TestCase(ElementType.UInt8, 1)]
    [TestCase(ElementType.Int8, 3)]
    public void Conv_2d(ElementType type, int version) => AssertVersion(Convolution(type), BuiltinOperator.Conv2D, version);

    [TestCase(ElementType.Float32, 1)]
    [TestCase(ElementType.UInt8, 1)]
    [TestCase(ElementType.Int8, 4)]
    public void Fully_connected(ElementType type, int version) => AssertVersion(Dense(type), BuiltinOperator.FullyConnected, version);

    [TestCase(ElementType.Float32, 1)]
    [TestCase(ElementType.UInt8, 1)]
    [TestCase(ElementType.Int8, 2)]
    public void Softmax(ElementType type, int version) => AssertVersion(SoftmaxOf(type), BuiltinOperator.Softmax, version);

    [Test]
    public void Dequantize_of_half_floats() => AssertVersion(HalfFloats(), BuiltinOperator.Dequantize, 3);

    [Test]
    public void Hard_swish_has_a_code_above_127_and_both_fields()
    {
        var file = ModelWriter.Write(HardSwish());
        var code = new FlatBufferReader(ModelBytes.Of(file), "written").Root("TFL3"u8, "Model").Vector(TfLiteSchema.Model.OperatorCodes, sizeof(uint)).Table(0, "OperatorCode");
        Assert.That(code.Byte(TfLiteSchema.OperatorCode.DeprecatedBuiltinCode), Is.EqualTo(117));
        Assert.That(code.Int32(TfLiteSchema.OperatorCode.BuiltinCode), Is.EqualTo(117));
    }

    private static void AssertVersion(Graph graph, BuiltinOperator code, int version)
    {
        var file = ModelWriter.Write(graph);
        GraphComparison.AssertSame(Model.Load(file, "written").Graph, graph);
        var table = new FlatBufferReader(ModelBytes.Of(file), "written").Root("TFL3"u8, "Model").Vector(TfLiteSchema.Model.OperatorCodes, sizeof(uint)).Table(0, "OperatorCode");
        Assert.That(table.Int32(TfLiteSchema.OperatorCode.BuiltinCode), Is.EqualTo((int)code));
        Assert.That(table.Int32(TfLiteSchema.OperatorCode.Version, 1), Is.EqualTo(version));
    }
}
