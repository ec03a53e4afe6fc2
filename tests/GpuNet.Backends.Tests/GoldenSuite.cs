using System.Runtime.InteropServices;
using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Testing;

namespace GpuNet.Backends.Tests;

/// <summary>Whole networks on photographs, against what TensorFlow Lite's reference kernels give: bytes to the bit.</summary>
[Parallelizable]
internal abstract class GoldenSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    // Probabilities are small beside the 1 that the tolerance is a part of.
    private const double ProbabilityTolerance = Tolerances.Float32Operator;

    private static IEnumerable<Golden> Goldens => Golden.Names.Select(name => Golden.Load((string)name[0], (string)name[1]));

    private static IEnumerable<TestCaseData> ForEachNetwork => Cases(Goldens);

    // The pixels are whole numbers only where the golden's input was made of them.
    private static IEnumerable<TestCaseData> ForEachFloatNetwork =>
        Cases(Goldens.Where(golden => Model.Load(golden.ModelPath).Graph is { } graph && graph.Tensors[graph.Inputs[0]].Type == ElementType.Float32));

    private static IEnumerable<TestCaseData> ForEachNetworkWithAllTensors => Cases(Goldens.Where(golden => golden.Tensors.Count > 1));

    [Test]
    public void Shared_files_are_there() => SharedFiles.Require();

    [TestCaseSource(nameof(ForEachNetwork))]
    public void Network_gives_the_expected_output(Golden[] images, TensorStorage storage)
    {
        using var session = Model.Load(images[0].ModelPath).CreateSession(Device, new SessionOptions { Storage = storage });
        foreach (var golden in images)
        {
            Run(session, golden);
            var output = session.Outputs[0];
            var expected = golden.Tensors.Single(tensor => tensor.Index == output.Tensor.Index).Read();
            var comparison = Comparison.Of(output.Tensor, expected, output.Bytes(), ProbabilityTolerance);
            Assert.That(comparison.Holds, Is.True, $"{golden}: {comparison.Message}\n{Reproduce(golden, storage)}");
            if (output.Tensor.Type == ElementType.Float32)
                Assert.That(Top(output.Floats()), Is.EqualTo(Top(MemoryMarshal.Cast<byte, float>(expected))), $"{golden}: the best class");
        }
    }

    [TestCaseSource(nameof(ForEachNetwork))]
    public void Network_that_is_given_a_batch_gives_the_output_of_each_image(Golden[] images, TensorStorage storage)
    {
        const int Batch = 3;
        var options = new SessionOptions { Storage = storage, Batch = Batch };
        using var session = Model.Load(images[0].ModelPath).CreateSession(Device, options);
        var goldens = Enumerable.Range(0, Batch).Select(i => images[i % images.Length]).ToList();
        session.Inputs[0].WriteBytes([.. goldens.SelectMany(golden => golden.Input.Read())]);
        session.Run();
        var output = session.Outputs[0];
        byte[] expected = [.. goldens.SelectMany(golden => golden.Tensors.Single(tensor => tensor.Index == output.Tensor.Index).Read())];
        var comparison = Comparison.Of(output.Tensor, expected, output.Bytes(), ProbabilityTolerance);
        Assert.That(comparison.Holds, Is.True, $"{goldens[0].Model}: {comparison.Message}");
    }

    [TestCaseSource(nameof(ForEachFloatNetwork))]
    public void Network_that_is_given_pixels_gives_the_expected_output(Golden[] images, TensorStorage storage)
    {
        var options = new SessionOptions { Storage = storage, Normalisation = Normalisation.SignedUnit };
        using var session = Model.Load(images[0].ModelPath).CreateSession(Device, options);
        Assert.That(session.Inputs.Single().Tensor.Type, Is.EqualTo(ElementType.UInt8));
        foreach (var golden in images)
        {
            var floats = MemoryMarshal.Cast<byte, float>(golden.Input.Read());
            var pixels = new byte[floats.Length];
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)MathF.Round((floats[i] + 1) * 127.5f);
            session.Inputs[0].WriteBytes(pixels);
            session.Run();
            var output = session.Outputs[0];
            var expected = golden.Tensors.Single(tensor => tensor.Index == output.Tensor.Index).Read();
            var comparison = Comparison.Of(output.Tensor, expected, output.Bytes(), ProbabilityTolerance);
            Assert.That(comparison.Holds, Is.True, $"{golden}: {comparison.Message}");
        }
    }

    [TestCaseSource(nameof(ForEachFloatNetwork))]
    public void Network_that_computes_in_halves_finds_the_best_class(Golden[] images, TensorStorage storage)
    {
        var options = new SessionOptions { Storage = storage, FloatStorage = FloatStorage.Float16, FloatArithmetic = FloatArithmetic.Float16 };
        var model = Model.Load(images[0].ModelPath);
        if (!Device.Info.Features.HasFlag(DeviceFeatures.Float16Arithmetic))
        {
            Assert.That(() => model.CreateSession(Device, options), Throws.TypeOf<DeviceException>().With.Message.Contains("16-bit"));
            return;
        }

        using var session = model.CreateSession(Device, options);
        foreach (var golden in images)
        {
            Run(session, golden);
            var output = session.Outputs[0];
            var expected = golden.Tensors.Single(tensor => tensor.Index == output.Tensor.Index).Read();
            var comparison = Comparison.Of(output.Tensor, expected, output.Bytes(), Tolerances.Float16Arithmetic);
            Assert.That(comparison.Holds, Is.True, $"{golden}: {comparison.Message}");
            Assert.That(Top(output.Floats()), Is.EqualTo(Top(MemoryMarshal.Cast<byte, float>(expected))), $"{golden}: the best class");
        }
    }

    [TestCaseSource(nameof(ForEachNetworkWithAllTensors))]
    public void Every_tensor_of_a_network_is_as_expected(Golden[] images, TensorStorage storage)
    {
        var options = new SessionOptions { Storage = storage, KeepAllTensors = true };
        using var session = Model.Load(images[0].ModelPath).CreateSession(Device, options);
        var readable = session.Readable.ToDictionary(tensor => tensor.Tensor.Index);
        foreach (var golden in images)
        {
            Run(session, golden);
            foreach (var expected in golden.Tensors)
            {
                Assert.That(readable, Contains.Key(expected.Index), $"{golden}: tensor {expected.Index} was not kept");
                var tensor = readable[expected.Index];
                var bytes = expected.Read();
                var comparison = Comparison.Of(tensor.Tensor, bytes, tensor.Bytes(), tolerance: 0);
                var allowed = tensor.Tensor.Type == ElementType.Float32
                    ? Tolerances.Float32Network * MemoryMarshal.Cast<byte, float>(bytes).ToArray().Max(MathF.Abs)
                    : 0;
                Assert.That(
                    comparison.MaxDifference, Is.AtMost(allowed), $"{golden}, {expected.ProducerOp}: {comparison.Message}\n{Reproduce(golden, storage)}");
            }
        }
    }

    private static IEnumerable<TestCaseData> Cases(IEnumerable<Golden> goldens)
    {
        var backend = new TBackend();
        return
            from network in goldens.GroupBy(golden => golden.Model)
            where backend.Runs(network.Key)
            from storage in Enum.GetValues<TensorStorage>()
            select new TestCaseData(network.Take(backend.ImagesOfNetwork).ToArray(), storage).SetArgDisplayNames(network.Key, $"{storage}");
    }

    private static void Run(Session session, Golden golden)
    {
        Assert.That(session.Inputs.Single().Tensor.Index, Is.EqualTo(golden.Input.Index));
        session.Inputs[0].WriteBytes(golden.Input.Read());
        session.Run();
    }

    private static int Top(ReadOnlySpan<float> probabilities)
    {
        var best = 0;
        for (var i = 1; i < probabilities.Length; i++)
        {
            if (probabilities[i] > probabilities[best]) best = i;
        }

        return best;
    }

    private string Reproduce(Golden golden, TensorStorage storage)
    {
        var folder = $"../shared/golden/{golden}";
        return $"{Backend.Command} conformance --model ../shared/models/{Path.GetFileName(golden.ModelPath)} --input {folder}/in.bin "
            + $"--golden {folder} {Storages.Arguments(Backend.Name, storage, FloatStorage.Float32)}";
    }
}
