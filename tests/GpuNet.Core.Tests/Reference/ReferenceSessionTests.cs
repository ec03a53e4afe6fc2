using GpuNet.Core.Tests.Import;
using GpuNet.Testing;

namespace GpuNet.Core.Tests.Reference;

/// <summary>The session around the reference interpreter.</summary>
public sealed class ReferenceSessionTests
{
    private const int Add = 0;
    private const int Relu = 19;

    [Test]
    public void It_runs_and_keeps_every_tensor()
    {
        using var session = TwoSteps().CreateReferenceSession();
        session.Inputs[0].Write<float>([-1, 0, 1, 2]);
        session.Run();
        var sum = new float[4];
        var result = new float[4];
        session.Readable[0].Read<float>(sum);
        session.Outputs[0].Read<float>(result);
        Assert.That(sum, Is.EqualTo(new float[] { -2, 0, 2, 4 }));
        Assert.That(result, Is.EqualTo(new float[] { 0, 0, 2, 4 }));
    }

    [Test]
    public void It_refuses_another_type_and_another_length_by_the_tensors_name()
    {
        using var session = TwoSteps().CreateReferenceSession();
        Assert.That(() => session.Inputs[0].Write<byte>([1, 2, 3, 4]), Throws.TypeOf<InvalidInputException>().With.Message.Contains("'a'"));
        Assert.That(() => session.Inputs[0].Write<float>([1, 2, 3]), Throws.TypeOf<InvalidInputException>().With.Message.Contains("not 3"));
        Assert.That(() => session.Outputs[0].Write<float>([1, 2, 3, 4]), Throws.TypeOf<InvalidInputException>().With.Message.Contains("no input"));
    }

    [TestCase("relu_u8_195")]
    [TestCase("relu_i8_311")]
    public void Bytes_are_set_and_read_as_real_numbers(string name)
    {
        var operatorCase = OperatorCase.Load(name);
        using var session = Model.Load(operatorCase.ModelPath).CreateReferenceSession();
        foreach (var tensor in session.Inputs.Concat(session.Outputs))
        {
            if (tensor.Tensor.Quantisation is not { } quantisation) continue;
            var real = new float[tensor.Length];
            if (session.Inputs.Contains(tensor))
            {
                // Half a step rounds away from zero; what no byte holds is clamped.
                var zeroPoint = quantisation.ZeroPoints[0];
                var greatest = tensor.Tensor.Type == Graphs.ElementType.Int8 ? (int)sbyte.MaxValue : byte.MaxValue;
                real[0] = 1.5f * quantisation.Scales[0];
                real[1] = 1e9f;
                tensor.WriteReal(real);
                session.Run();
                Assert.That(() => tensor.WriteReal(new float[tensor.Length + 1]), Throws.TypeOf<InvalidInputException>());
                var bytes = new byte[tensor.Length];
                tensor.ReadBytes(bytes);
                Assert.That(bytes[..3], Is.EqualTo(new[] { (byte)Math.Min(zeroPoint + 2, greatest), (byte)greatest, (byte)zeroPoint }));
                continue;
            }

            tensor.ReadReal(real);
            var raw = new byte[tensor.Length];
            tensor.ReadBytes(raw);
            var isSigned = tensor.Tensor.Type == Graphs.ElementType.Int8;
            Assert.That(real, Is.EqualTo(raw.Select(b => quantisation.Scales[0] * ((isSigned ? (int)(sbyte)b : b) - quantisation.ZeroPoints[0]))));
        }
    }

    [Test]
    public void It_profiles_every_operator()
    {
        using var session = TwoSteps().CreateReferenceSession();
        Assert.That(
            session.Profile().Select(timing => timing.Step),
            Is.EqualTo(new[] { "operator 0 ADD -> tensor 1 'b' Float32 [1, 4]", "operator 1 RELU -> tensor 2 'c' Float32 [1, 4]" }));
    }

    [Test]
    public void It_reports_its_memory_from_sizes()
    {
        // Three tensors of 16 bytes, of which two are alive at any step; a constant of 16 bytes.
        using var session = TwoSteps().CreateReferenceSession();
        Assert.That(session.Memory, Is.EqualTo(new MemoryReport(48, 16, 32)));
    }

    [Test]
    public void It_does_not_run_once_disposed()
    {
        var session = TwoSteps().CreateReferenceSession();
        session.Dispose();
        Assert.That(session.Run, Throws.TypeOf<ObjectDisposedException>());
    }

    [Test]
    public void A_model_keeps_its_metadata_in_the_files_order()
    {
        var model = new TestModel();
        model.Tensor("a", TestModel.Float32, [4]);
        model.Tensor("b", TestModel.Float32, [4]);
        model.Tensor("constant", TestModel.Float32, [1], [1, 2, 3, 4]);
        model.Operator(Relu, [0], [1]);
        model.Root[6] = new[] { new FlatTable { [0] = "first", [1] = 1 }, new FlatTable { [0] = "second", [1] = 0 } };
        var loaded = model.Load([0], [1]);
        Assert.That(loaded.Metadata.Select(entry => entry.Name), Is.EqualTo(new[] { "first", "second" }));
        Assert.That(loaded.Metadata[0].Bytes.ToArray(), Is.EqualTo(new byte[] { 1, 2, 3, 4 }));
        Assert.That(loaded.Metadata[1].Bytes.IsEmpty, Is.True);
    }

    /// <summary>b = a + (-1, 0, 1, 2), c = relu(b).</summary>
    private static Model TwoSteps()
    {
        var model = new TestModel();
        model.Tensor("a", TestModel.Float32, [1, 4]);
        model.Tensor("b", TestModel.Float32, [1, 4]);
        model.Tensor("c", TestModel.Float32, [1, 4]);
        byte[] addend = [.. new[] { -1f, 0f, 1f, 2f }.SelectMany(BitConverter.GetBytes)];
        model.Tensor("addend", TestModel.Float32, [4], addend);
        model.Operator(Add, [0, 3], [1], 11, new FlatTable());
        model.Operator(Relu, [1], [2]);
        return model.Load([0], [2]);
    }
}
