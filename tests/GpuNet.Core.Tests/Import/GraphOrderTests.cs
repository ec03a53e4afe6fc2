using System.Text;

namespace GpuNet.Core.Tests.Import;

/// <summary>What is wrong between operators rather than in one of them, and operators other than CONV_2D.</summary>
public sealed class GraphOrderTests
{
    private const int Add = 0;
    private const int Concatenation = 2;
    private const int Dequantize = 6;
    private const int FullyConnected = 9;
    private const int Lstm = 16;
    private const int Relu = 19;
    private const int Reshape = 22;
    private const int Custom = 32;
    private const int PadV2 = 60;
    private const int SelectV2 = 123;

    private static readonly int[] Vector = [1, 4];

    [Test]
    public void An_operator_that_reads_what_a_later_one_writes_is_refused()
    {
        var model = Chain("a", "b", "c");
        model.Operator(Relu, [2], [1]);
        model.Operator(Relu, [1], [2]);
        AssertRefused<ModelFormatException>(model, [0], [2], "operator 0 RELU", "tensor 2 'c'");
    }

    [Test]
    public void A_tensor_written_twice_is_refused()
    {
        var model = Chain("a", "b");
        model.Operator(Relu, [0], [1]);
        model.Operator(Relu, [0], [1]);
        AssertRefused<ModelFormatException>(model, [0], [1], "operator 1 RELU", "tensor 1 'b'", "already written");
    }

    [Test]
    public void An_operator_that_writes_an_input_is_refused()
    {
        var model = Chain("a", "b");
        model.Operator(Relu, [0], [1]);
        model.Operator(Relu, [1], [0]);
        AssertRefused<ModelFormatException>(model, [0], [1], "operator 1 RELU", "tensor 0 'a'");
    }

    [Test]
    public void An_output_that_nothing_writes_is_refused()
    {
        var model = Chain("a", "b", "c");
        model.Operator(Relu, [0], [1]);
        AssertRefused<ModelFormatException>(model, [0], [2], "output tensor 2 'c'");
    }

    [Test]
    public void No_output_at_all_is_refused()
    {
        var model = Chain("a", "b");
        model.Operator(Relu, [0], [1]);
        AssertRefused<ModelFormatException>(model, [0], [], "SubGraph 0", "outputs");
    }

    [Test]
    public void An_input_given_twice_is_refused()
    {
        var model = Chain("a", "b");
        model.Operator(Relu, [0], [1]);
        AssertRefused<ModelFormatException>(model, [0, 0], [1], "tensor 0 'a'", "twice");
    }

    [Test]
    public void A_graph_input_out_of_range_is_refused()
    {
        var model = Chain("a", "b");
        model.Operator(Relu, [0], [1]);
        AssertRefused<ModelFormatException>(model, [-1], [1], "SubGraph 0", "inputs", "-1");
    }

    [Test]
    public void A_model_without_operators_is_refused() =>
        AssertRefused<ModelFormatException>(Chain("a"), [0], [0], "SubGraph 0", "operators");

    [TestCase(Lstm, "operator 1 LSTM")]
    [TestCase(SelectV2, "operator 1 SELECT_V2")]
    [TestCase(1000, "operator 1 BUILTIN_1000")]
    public void An_unknown_operator_is_refused(int code, string expected)
    {
        var model = Chain("a", "b", "c");
        model.Operator(Relu, [0], [1]);
        model.Operator(code, [1], [2]);
        AssertRefused<UnsupportedModelException>(model, [0], [2], expected);
    }

    [Test]
    public void All_unknown_operators_are_told_at_once()
    {
        var model = Chain("a", "b", "c", "d");
        model.Operator(Lstm, [0], [1]);
        model.Operator(Relu, [1], [2]);
        model.Operator(SelectV2, [2], [3]);
        AssertRefused<UnsupportedModelException>(model, [0], [3], "2 operators", "operator 0 LSTM", "operator 2 SELECT_V2");
    }

    [Test]
    public void All_operators_with_unsupported_operands_are_told_at_once()
    {
        var model = Chain("a", "b", "c");
        model.Tensor("one", TestModel.Float32, [1]);
        model.Integers("paddings", [2, 2], 0, 0, 0, 0);
        model.Operator(PadV2, [0, 4, 3], [1]);
        model.Operator(PadV2, [1, 4, 3], [2]);
        AssertRefused<UnsupportedModelException>(model, [0, 3], [2], "2 operators", "operator 0 PADV2", "operator 1 PADV2");
    }

    [Test]
    public void A_custom_operator_is_refused_by_its_own_name()
    {
        var model = Chain("a", "b");
        model.Operator(Custom, [0], [1]);
        var file = model.ToFile([0], [1]);
        ((FlatTable[])model.Root[1]!)[0][1] = "Some\nThing";
        Assert.That(file, Is.Not.Empty);
        var exception = Assert.Throws<UnsupportedModelException>(() => Model.Load(model.Root.ToFile(), "test.tflite"))!;
        Assert.That(exception.Message, Does.Contain("operator 0 CUSTOM 'Some?Thing'"));
    }

    [Test]
    public void Operands_that_do_not_broadcast_are_refused()
    {
        var model = Chain("a", "c");
        model.Tensor("b", TestModel.Float32, [1, 3]);
        model.Operator(Add, [0, 2], [1], 11, new FlatTable());
        AssertRefused<ModelFormatException>(model, [0, 2], [1], "operator 0 ADD", "'b'", "broadcast");
    }

    [Test]
    public void A_reshape_that_changes_the_number_of_elements_is_refused()
    {
        var model = Chain("a");
        model.Tensor("b", TestModel.Float32, [1, 5]);
        model.Operator(Reshape, [0], [1]);
        AssertRefused<ModelFormatException>(model, [0], [1], "operator 0 RESHAPE", "'a'", "'b'");
    }

    [Test]
    public void A_reshape_to_another_shape_than_it_asks_for_is_refused()
    {
        var model = Chain("a");
        model.Tensor("b", TestModel.Float32, [2, 2]);
        var shape = model.Integers("shape", [2], 4, -1);
        model.Operator(Reshape, [0, shape], [1]);
        AssertRefused<ModelFormatException>(model, [0], [1], "operator 0 RESHAPE", "'b'", "[4, -1]");
    }

    [Test]
    public void Concatenated_Int8_tensors_of_different_scale_are_refused()
    {
        var model = new TestModel();
        model.Tensor("a", TestModel.Int8, Vector, null, [0.5f]);
        model.Tensor("b", TestModel.Int8, Vector, null, [0.25f]);
        model.Tensor("c", TestModel.Int8, [1, 8], null, [0.5f]);
        model.Operator(Concatenation, [0, 1], [2], 10, new FlatTable { [0] = 1 });
        AssertRefused<UnsupportedModelException>(model, [0, 1], [2], "operator 0 CONCATENATION", "'b'");
    }

    [Test]
    public void Fully_connected_weights_with_several_scales_are_refused()
    {
        var model = new TestModel();
        model.Tensor("a", TestModel.Int8, Vector, null, [0.5f]);
        model.Tensor("weights", TestModel.Int8, [2, 4], new byte[8], [0.5f, 0.25f]);
        model.Tensor("b", TestModel.Int8, [1, 2], null, [0.5f]);
        model.Operator(FullyConnected, [0, 1, -1], [2], 8, new FlatTable());
        AssertRefused<UnsupportedModelException>(model, [0], [2], "operator 0 FULLY_CONNECTED", "'weights'", "2 scales");
    }

    [Test]
    public void Integer_weights_under_float_activations_are_refused()
    {
        var model = Chain("a");
        model.Tensor("weights", TestModel.Int8, [2, 4], new byte[8], [0.5f]);
        model.Tensor("b", TestModel.Float32, [1, 2]);
        model.Operator(FullyConnected, [0, 1, -1], [2], 8, new FlatTable());
        AssertRefused<UnsupportedModelException>(model, [0], [2], "operator 0 FULLY_CONNECTED", "'weights'", "Float32", "Int8");
    }

    [Test]
    public void Weights_that_change_from_run_to_run_are_refused()
    {
        var model = Chain("a");
        model.Tensor("weights", TestModel.Float32, [2, 4]);
        model.Tensor("b", TestModel.Float32, [1, 2]);
        model.Operator(FullyConnected, [0, 1, -1], [2], 8, new FlatTable());
        AssertRefused<UnsupportedModelException>(model, [0, 1], [2], "operator 0 FULLY_CONNECTED", "'weights'", "not a constant");
    }

    [Test]
    public void Half_float_weights_behind_a_dequantize_are_sound_and_run()
    {
        var model = Chain("a");
        byte[] halves = [.. new[] { 1f, 2f, 3f, 4f, 0.5f, 0f, 0f, 0f }.SelectMany(value => BitConverter.GetBytes((Half)value))];
        model.Tensor("halves", TestModel.Float16, [2, 4], halves);
        model.Tensor("weights", TestModel.Float32, [2, 4]);
        model.Tensor("b", TestModel.Float32, [1, 2]);
        model.Operator(Dequantize, [1], [2]);
        model.Operator(FullyConnected, [0, 2, -1], [3], 8, new FlatTable());

        using var session = model.Load([0], [3]).CreateReferenceSession();
        session.Inputs[0].Write<float>([1, 1, 1, 2]);
        session.Run();
        var result = new float[2];
        session.Outputs[0].Read<float>(result);
        Assert.That(result, Is.EqualTo(new[] { 14f, 0.5f }));
    }

    [Test]
    public void Padding_with_another_value_than_zero_is_refused()
    {
        var model = Chain("a");
        model.Tensor("b", TestModel.Float32, [1, 6]);
        var paddings = model.Integers("paddings", [2, 2], 0, 0, 1, 1);
        var value = model.Tensor("value", TestModel.Float32, [1], BitConverter.GetBytes(1f));
        model.Operator(PadV2, [0, paddings, value], [1]);
        AssertRefused<UnsupportedModelException>(model, [0], [1], "operator 0 PADV2", "'value'");
        model.TensorTable(value)[2] = null;
        AssertRefused<UnsupportedModelException>(model, [0, value], [1], "operator 0 PADV2", "not a constant");
    }

    [Test]
    public void A_name_with_line_breaks_stays_on_one_line()
    {
        var model = Chain("a");
        model.Tensor("b\r\nc\u2028d", TestModel.Float32, [1, 5]);
        model.Operator(Relu, [0], [1]);
        AssertRefused<ModelFormatException>(model, [0], [1], "'b??c?d'");
    }

    [Test]
    public void A_file_whose_tensors_share_one_endless_name_is_refused()
    {
        var model = Chain("a", "b");
        model.Operator(Relu, [0], [1]);
        var name = new string('x', 100_000);
        for (var i = 0; i < 2000; i++) model.TensorTable(model.Tensor("", TestModel.Float32, Vector))[3] = name;
        AssertRefused<ModelFormatException>(model, [0], [1], "share the same bytes");
    }

    [Test]
    public void A_file_that_is_no_model_is_refused()
    {
        var exception = Assert.Throws<ModelFormatException>(() => Model.Load(Encoding.ASCII.GetBytes("BM not a model at all"), "picture.bmp"))!;
        Assert.That(exception.Message, Does.StartWith("picture.bmp: ").And.Contain("TFL3"));
    }

    [Test]
    public void A_missing_file_is_refused_by_name()
    {
        var path = Path.Combine(TestContext.CurrentContext.WorkDirectory, "missing.tflite");
        Assert.That(() => Model.Load(path), Throws.TypeOf<ModelFormatException>().With.Message.Contains("missing.tflite' does not exist"));
        Assert.That(
            () => Model.Load(TestContext.CurrentContext.WorkDirectory), Throws.TypeOf<ModelFormatException>().With.Message.Contains("is a folder"));
    }

    private static TestModel Chain(params string[] names)
    {
        var model = new TestModel();
        foreach (var name in names) model.Tensor(name, TestModel.Float32, Vector);
        return model;
    }

    private static void AssertRefused<TException>(TestModel model, int[] inputs, int[] outputs, params string[] fragments)
        where TException : GpuNetException
    {
        var exception = Assert.Throws<TException>(() => model.Load(inputs, outputs))!;
        foreach (var fragment in fragments) Assert.That(exception.Message, Does.Contain(fragment));
        Assert.That(exception.Message, Does.StartWith("test.tflite: ").And.Not.Contain("\n"));
    }
}
