using GpuNet.Conformance;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>Random networks give what the reference gives: bytes to the bit, every run, in buffers and textures, with tensors kept or not.</summary>
[Parallelizable]
internal abstract class RandomNetworkSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private const int Networks = 6;

    [Test]
    public void Networks_give_what_the_reference_gives()
    {
        var first = Environment.TickCount & 0xFFFFFF;
        for (var seed = first; seed < first + Networks; seed++)
        {
            var network = new RandomNetwork(seed);
            using var reference = new ReferenceSession(network.Graph);
            reference.Inputs[0].WriteBytes(network.Input);
            reference.Run();
            var expected = reference.Readable.ToDictionary(tensor => tensor.Tensor.Index, tensor => tensor.Bytes());
            foreach (var storage in Enum.GetValues<TensorStorage>())
                Expect(network, expected, new SessionOptions { Storage = storage, KeepAllTensors = seed % 2 == 0 }, $"seed {seed}, {storage}");
        }
    }

    private void Expect(RandomNetwork network, Dictionary<int, byte[]> expected, SessionOptions options, string what)
    {
        using var session = Session.Create(network.Graph, Device, options);
        for (var run = 0; run < 2; run++)
        {
            session.Inputs[0].WriteBytes(network.Input);
            session.Run();
            foreach (var tensor in session.Readable.Where(tensor => expected.ContainsKey(tensor.Tensor.Index)))
            {
                var difference = TensorDifference.Compare(tensor.Tensor, expected[tensor.Tensor.Index], tensor.Bytes(), Tolerances.Float32Network);
                Assert.That(difference.Agrees, Is.True, $"{what}, run {run}: {tensor.Tensor}: {difference.Describe()}");
            }
        }
    }
}

[Category("vulkan")]
internal sealed class VulkanRandomNetworkTests : RandomNetworkSuite<VulkanUnderTest>;

[Category("gles")]
internal sealed class GlesRandomNetworkTests : RandomNetworkSuite<GlesUnderTest>;

[Category("cpu")]
internal sealed class CpuRandomNetworkTests : RandomNetworkSuite<CpuUnderTest>;
