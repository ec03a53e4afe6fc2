using static GpuNet.Core.Tests.Import.ConvolutionModel;

namespace GpuNet.Core.Tests.Import;

/// <summary>Models with one thing wrong: each is refused with the right type of error, in one line that names the place.</summary>
public sealed class UnsoundModelTests
{
    private static readonly float[] ThreeScales = [0.25f, 0.5f, 1f];

    [TestCase(TestModel.Float32)]
    [TestCase(TestModel.UInt8)]
    [TestCase(TestModel.Int8)]
    public void The_model_that_is_spoilt_below_is_sound(byte type)
    {
        var model = new ConvolutionModel(type).Load();
        Assert.That(model.Graph.Operators, Has.Length.EqualTo(1));
        Assert.That(model.Description, Is.EqualTo("made by a test"));
    }

    [Test]
    public void Several_weight_scales_along_the_output_channels_are_sound()
    {
        var model = new ConvolutionModel(TestModel.Int8);
        model.Weights[4] = Quantisation(ThreeScales, [0, 0, 0]);
        Assert.That(model.Load().Graph.Tensors[1].Quantisation!.Scales, Is.EqualTo(ThreeScales));
    }

    [Test]
    public void A_bias_that_names_an_axis_it_does_not_have_is_read_along_its_only_one()
    {
        var model = new ConvolutionModel(TestModel.Int8);
        model.Bias[4] = Quantisation(ThreeScales, [0, 0, 0], axis: 3);
        Assert.That(model.Load().Graph.Tensors[2].Quantisation!.Axis, Is.Zero);
    }

    private static IEnumerable<TestCaseData> Malformed()
    {
        yield return Case("missing scale", TestModel.UInt8, m => m.Image[4] = null, "tensor 0 'image'", "no scale");
        yield return Case(
            "empty scales", TestModel.Int8,
            m => m.Result[4] = Quantisation([], []),
            "tensor 3 'result'", "no scale");
        yield return Case(
            "negative scale", TestModel.UInt8,
            m => m.Weights[4] = Quantisation([-0.25f], [0]),
            "tensor 1 'weights'", "-0.25");
        yield return Case(
            "zero scale", TestModel.Int8,
            m => m.Image[4] = Quantisation([0f], [0]),
            "tensor 0 'image'", "scale 0 is 0");
        yield return Case(
            "scale that is no number", TestModel.Int8,
            m => m.Image[4] = Quantisation([float.NaN], [0]),
            "tensor 0 'image'", "NaN");
        yield return Case(
            "infinite bias scale", TestModel.Int8,
            m => m.Bias[4] = Quantisation([float.PositiveInfinity], [0]),
            "tensor 2 'bias'");
        yield return Case(
            "wrong number of scales", TestModel.Int8,
            m => m.Weights[4] = Quantisation([1f, 1f], [0, 0]),
            "tensor 1 'weights'", "2 scales");
        yield return Case(
            "wrong number of zero-points", TestModel.Int8,
            m => m.Weights[4] = Quantisation(ThreeScales, [0, 0]),
            "tensor 1 'weights'", "2 zero-points");
        yield return Case(
            "no zero-point", TestModel.Int8,
            m => m.Image[4] = Quantisation([1f], []),
            "tensor 0 'image'", "0 zero-points");
        yield return Case(
            "zero-point out of range", TestModel.Int8,
            m => m.Image[4] = Quantisation([1f], [128]),
            "tensor 0 'image'", "128");
        yield return Case(
            "axis out of range", TestModel.Int8,
            m => m.Weights[4] = Quantisation(ThreeScales, [0, 0, 0], 4),
            "tensor 1 'weights'", "axis 4");
        yield return Case(
            "scales along an axis of another extent", TestModel.Int8,
            m => m.Weights[4] = Quantisation(ThreeScales, [0, 0, 0], 3),
            "tensor 1 'weights'", "axis 3");
        yield return Case(
            "bias scale that contradicts", TestModel.UInt8,
            m => m.Bias[4] = Quantisation([4f], [0]),
            "operator 0 CONV_2D", "'bias'");

        yield return Case(
            "negative extent", TestModel.Float32,
            m => m.Image[0] = new[] { 1, -4, 4, 2 },
            "tensor 0 'image'", "-4");
        yield return Case(
            "wrong output width", TestModel.Float32,
            m => m.Result[0] = new[] { 1, 4, 5, 3 },
            "operator 0 CONV_2D", "[1, 4, 4, 3]");
        yield return Case(
            "wrong output channels", TestModel.Float32,
            m => m.Result[0] = new[] { 1, 4, 4, 2 },
            "operator 0 CONV_2D", "[1, 4, 4, 3]");
        yield return Case("wrong output batch", TestModel.Float32, m => m.Result[0] = new[] { 2, 4, 4, 3 }, "operator 0 CONV_2D");
        yield return Case(
            "wrong input rank", TestModel.Float32,
            m => m.Image[0] = new[] { 16, 2 },
            "operator 0 CONV_2D", "'image'");
        yield return Case(
            "channels that do not fit", TestModel.Float32,
            m => m.Image[0] = new[] { 1, 4, 4, 3 },
            "operator 0 CONV_2D", "'weights'");
        yield return Case(
            "constant of another size", TestModel.Float32,
            m => m.Weights[0] = new[] { 3, 1, 2, 2 },
            "tensor 1 'weights'", "48 bytes", "24");

        yield return Case("stride 0", TestModel.Float32, m => m.Options[1] = 0, "operator 0 CONV_2D", "stride along x is 0");
        yield return Case(
            "negative stride", TestModel.Float32,
            m => m.Options[2] = -1,
            "operator 0 CONV_2D", "stride along y is -1");
        yield return Case("dilation 0", TestModel.Float32, m => m.Options[5] = 0, "operator 0 CONV_2D", "dilation along y is 0");
        yield return Case(
            "padding that is none", TestModel.Float32,
            m => m.Options[0] = (byte)2,
            "operator 0 CONV_2D", "padding");
        yield return Case("activation that is none", TestModel.Float32, m => m.Options[3] = (byte)9, "operator 0 CONV_2D", "9");
        yield return Case(
            "options of another operator", TestModel.Float32,
            m => m.Step[3] = (byte)5,
            "operator 0 CONV_2D", "options");
        yield return Case("missing options", TestModel.Float32, m => m.Step[4] = null, "operator 0 CONV_2D", "options");
        yield return Case("one input", TestModel.Float32, m => m.Step[1] = new[] { 0 }, "operator 0 CONV_2D", "1 inputs");
        yield return Case(
            "input index out of range", TestModel.Float32,
            m => m.Step[1] = new[] { 0, 1, 99 },
            "operator 0 CONV_2D", "99");
        yield return Case(
            "absent weights", TestModel.Float32,
            m => m.Step[1] = new[] { 0, -1, 2 },
            "operator 0 CONV_2D", "input 1");
        yield return Case("two outputs", TestModel.Float32, m => m.Step[2] = new[] { 3, 3 }, "operator 0 CONV_2D", "2 outputs");
        yield return Case("output into a constant", TestModel.Float32, m => m.Step[2] = new[] { 2 }, "operator 0 CONV_2D");
        yield return Case("operator code out of range", TestModel.Float32, m => m.Step[0] = 7, "Operator 0", "opcode_index");
        yield return Case("buffer out of range", TestModel.Float32, m => m.Image[2] = 77, "Tensor 0", "buffer", "77");
        yield return Case("no subgraph", TestModel.Float32, m => m.Model.Root[2] = Array.Empty<FlatTable>(), "Model", "subgraph");
    }

    private static IEnumerable<TestCaseData> Unsupported()
    {
        yield return Case(
            "per-channel UInt8", TestModel.UInt8,
            m => m.Weights[4] = Quantisation(ThreeScales, [0, 0, 0]),
            "operator 0 CONV_2D", "'weights'", "3 scales");
        yield return Case(
            "per-channel activation", TestModel.Int8,
            m => m.Image[4] = Quantisation([1f, 1f], [0, 0], 3),
            "operator 0 CONV_2D", "'image'", "2 scales");
        yield return Case(
            "asymmetric Int8 weights", TestModel.Int8,
            m => m.Weights[4] = Quantisation([0.25f], [3]),
            "operator 0 CONV_2D", "zero-point 3");
        yield return Case(
            "scales far apart", TestModel.Int8,
            m => { m.Image[4] = Quantisation([1e30f], [0]); m.Bias[4] = null; },
            "operator 0 CONV_2D", "too far apart");
        yield return Case(
            "tiny output scale under RELU6", TestModel.Int8,
            m => { m.Options[3] = (byte)3; m.Result[4] = Quantisation([1e-20f], [0]); m.Image[4] = Quantisation([1e-20f], [0]); m.Bias[4] = null; },
            "operator 0 CONV_2D", "too far apart");
        yield return Case("unknown extent", TestModel.Float32, m => m.Image[0] = new[] { -1, 4, 4, 2 }, "tensor 0 'image'", "-1");
        yield return Case("extent 0", TestModel.Float32, m => m.Image[0] = new[] { 0, 4, 4, 2 }, "tensor 0 'image'");
        yield return Case(
            "five axes", TestModel.Float32,
            m => m.Image[0] = new[] { 1, 1, 4, 4, 2 },
            "tensor 0 'image'", "5 axes");
        yield return Case(
            "2 GiB", TestModel.Float32,
            m => m.Image[0] = new[] { 65536, 65536, 65536, 65536 },
            "tensor 0 'image'", "2 GiB");
        yield return Case("16-bit integers", TestModel.Float32, m => m.Image[1] = (byte)7, "tensor 0 'image'", "INT16");
        yield return Case("strings", TestModel.Float32, m => m.Image[1] = (byte)5, "tensor 0 'image'", "STRING");
        yield return Case("type from the future", TestModel.Float32, m => m.Image[1] = (byte)200, "tensor 0 'image'", "200");
        yield return Case("variable tensor", TestModel.Float32, m => m.Image[5] = true, "tensor 0 'image'", "variable");
        yield return Case(
            "sparse weights", TestModel.Float32,
            m => m.Weights[6] = new FlatTable(),
            "tensor 1 'weights'", "sparse");
        yield return Case(
            "custom quantisation", TestModel.Int8,
            m => ((FlatTable)m.Image[4]!)[4] = (byte)1,
            "tensor 0 'image'", "custom");
        yield return Case("fused TANH", TestModel.Float32, m => m.Options[3] = (byte)4, "operator 0 CONV_2D", "TANH");
        yield return Case(
            "grouped convolution", TestModel.Float32,
            m => { m.Image[0] = new[] { 1, 4, 4, 4 }; },
            "operator 0 CONV_2D", "grouped");
        yield return Case("another schema version", TestModel.Float32, m => m.Model.Root[0] = 4, "version 4");
    }

    [TestCaseSource(nameof(Malformed))]
    public void An_unsound_model_is_refused(byte type, object spoil, string[] fragments)
    {
        AssertRefused<ModelFormatException>(type, spoil, fragments);
    }

    [TestCaseSource(nameof(Unsupported))]
    public void A_model_beyond_what_is_supported_is_refused(byte type, object spoil, string[] fragments)
    {
        AssertRefused<UnsupportedModelException>(type, spoil, fragments);
    }

    private static void AssertRefused<TException>(byte type, object spoil, string[] fragments)
        where TException : GpuNetException
    {
        var model = new ConvolutionModel(type);
        ((Action<ConvolutionModel>)spoil)(model);
        var exception = Assert.Throws<TException>(() => model.Load())!;
        foreach (var fragment in fragments) Assert.That(exception.Message, Does.Contain(fragment));
        Assert.That(exception.Message, Does.StartWith("test.tflite: ").And.Not.Contain("\n"));
    }

    private static TestCaseData Case(string name, byte type, Action<ConvolutionModel> spoil, params string[] fragments) =>
        new TestCaseData(type, spoil, fragments).SetArgDisplayNames(name, type.ToString());
}
