using System.Runtime.InteropServices;
using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Graphs;

namespace GpuNet.Backends.Tests;

/// <summary>
/// Windows and means of more elements than the rounds after which Mesa's drivers for the CPU leave a loop, without a word: results
/// are right, or the model is refused.
/// </summary>
[Parallelizable]
internal abstract class LargeWindowSuite<TBackend> : BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    private const int Extent = 300;
    private const int Channels = 3;

    private static readonly Shape Image = new(1, Extent, Extent, Channels);

    [Test]
    public void Pool_over_the_whole_image(
        [Values] PoolKind kind, [Values] TensorStorage storage, [Values(ElementType.Float32, ElementType.UInt8, ElementType.Int8)] ElementType type) => Expect(
        type, storage, new Shape(1, 1, 1, Channels), [], (inputs, output) => new Pool2D(0, inputs, output, kind, Padding.Valid, Extent, Extent, 1, 1, Activation.None));

    [Test]
    public void Pool_of_large_windows_over_the_border([Values] PoolKind kind, [Values] Activation activation) => Expect(
        ElementType.Float32, TensorStorage.Buffer, new Shape(1, 3, 2, Channels), [],
        (inputs, output) => new Pool2D(0, inputs, output, kind, Padding.Same, 200, 170, 150, 100, activation));

    [Test]
    public void Mean_over_the_whole_image(
        [Values] TensorStorage storage, [Values(ElementType.Float32, ElementType.UInt8, ElementType.Int8)] ElementType type, [Values] bool keepsDimensions) => Expect(
        type, storage, keepsDimensions ? new Shape(1, 1, 1, Channels) : new Shape(1, Channels), [1, 2],
        (inputs, output) => new Mean(0, inputs, output, [1, 2], keepsDimensions));

    [Test]
    public void Convolution_of_more_taps_than_the_driver_takes_is_right_or_refused()
    {
        var random = new Random(1);
        Tensor[] tensors =
        [
            new(0, "input", ElementType.Float32, Image, null, null),
            new(1, "weights", ElementType.Float32, new Shape(1, Extent, Extent, Channels), null, Elements(random, ElementType.Float32, Image)),
            new(2, "output", ElementType.Float32, new Shape(1, 1, 1, Channels), null, null),
        ];
        var graph = new Graph([.. tensors], [new DepthwiseConv2D(0, [0, 1], 2, Padding.Valid, 1, 1, 1, 1, 1, Activation.None)], [0], [2]);
        try
        {
            Compare(graph, Elements(random, ElementType.Float32, Image), TensorStorage.Buffer);
        }
        catch (UnsupportedModelException e)
        {
            Assert.That(e.Message, Does.Contain("DEPTHWISE_CONV_2D").And.Contain("65500"));
        }
    }

    private void Expect(ElementType type, TensorStorage storage, Shape result, int[] axes, Func<System.Collections.Immutable.ImmutableArray<int>, int, Operator> create)
    {
        var quantisation = type == ElementType.Float32 ? null : new Quantisation([0.02f], [type == ElementType.UInt8 ? 120 : -7], 0);
        var tensors = new List<Tensor> { new(0, "input", type, Image, quantisation, null), new(1, "output", type, result, quantisation, null) };
        if (axes.Length > 0) tensors.Add(new Tensor(2, "axes", ElementType.Int32, new Shape(axes.Length), null, MemoryMarshal.AsBytes<int>(axes).ToArray()));
        var graph = new Graph([.. tensors], [create(axes.Length > 0 ? [0, 2] : [0], 1)], [0], [1]);
        Compare(graph, Elements(new Random(2), type, Image), storage);
    }

    private void Compare(Graph graph, byte[] input, TensorStorage storage)
    {
        using var session = Session.Create(graph, Device, new SessionOptions { Storage = storage });
        using var reference = new ReferenceSession(graph);
        session.Inputs[0].WriteBytes(input);
        reference.Inputs[0].WriteBytes(input);
        session.Run();
        reference.Run();

        // Sums of 90000 products, in another order.
        var difference = TensorDifference.Compare(session.Outputs[0].Tensor, reference.Outputs[0].Bytes(), session.Outputs[0].Bytes(), Tolerances.Float32Network);
        Assert.That(difference.Agrees, Is.True, difference.Describe());
    }

    private static byte[] Elements(Random random, ElementType type, Shape shape)
    {
        if (type == ElementType.Float32) return MemoryMarshal.AsBytes<float>(Array.ConvertAll(new float[shape.ElementCount], _ => random.NextSingle())).ToArray();
        var bytes = new byte[shape.ElementCount];
        random.NextBytes(bytes);
        return bytes;
    }
}

[Category("vulkan")]
internal sealed class VulkanLargeWindowTests : LargeWindowSuite<VulkanUnderTest>;

[Category("gles")]
internal sealed class GlesLargeWindowTests : LargeWindowSuite<GlesUnderTest>;

[Category("cpu")]
internal sealed class CpuLargeWindowTests : LargeWindowSuite<CpuUnderTest>;
