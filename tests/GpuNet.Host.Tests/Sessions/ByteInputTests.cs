using GpuNet.Graphs;
using GpuNet.Host;
using GpuNet.Host.Tests.Simplify;

namespace GpuNet.Host.Tests.Sessions;

/// <summary>Inputs of floats that are given as 8-bit data; that networks compute the same with them is the goldens' to say.</summary>
public sealed class ByteInputTests
{
    private static IEnumerable<TestCaseData> Unsound =>
    [
        new TestCaseData(new Normalisation([], []), "at least one").SetArgDisplayNames("none"),
        new TestCaseData(new Normalisation([1, 2], [1]), "as many means as deviations").SetArgDisplayNames("of two lengths"),
        new TestCaseData(new Normalisation(0, 0), "a deviation of 0").SetArgDisplayNames("zero"),
        new TestCaseData(new Normalisation(0, -1), "a deviation of -1").SetArgDisplayNames("negative"),
        new TestCaseData(new Normalisation(0, 1e-40f), "a deviation of").SetArgDisplayNames("too small"),
        new TestCaseData(new Normalisation(float.NaN, 1), "a mean of NaN").SetArgDisplayNames("not a number"),
        new TestCaseData(new Normalisation([1, 2, 3], [1, 1, 1]), "8 channels").SetArgDisplayNames("for other channels"),
        new TestCaseData(new Normalisation([1, 2, 3, 4, 5, 6, 7, 8], [1, 1, 1, 1, 1, 1, 1, 1]), "up to 4").SetArgDisplayNames("for many channels"),
    ];

    [TestCaseSource(nameof(Unsound))]
    public void An_unsound_normalisation_is_refused(Normalisation normalisation, string expected)
    {
        using var device = Open();
        Assert.That(
            () => Session.Create(ReluOfAnImage(), device, new SessionOptions { Normalisation = normalisation }),
            Throws.TypeOf<InvalidInputException>().With.Message.Contains(expected));
    }

    [Test]
    public void Floats_are_taken_as_bytes_and_normalised()
    {
        using var device = Open();
        using var session = Session.Create(ReluOfAnImage(), device, new SessionOptions { Normalisation = new Normalisation(100, 50) });
        var input = session.Inputs.Single();
        Assert.That(input.Tensor.Type, Is.EqualTo(ElementType.UInt8));
        var pixels = Enumerable.Range(0, input.Length).Select(i => (byte)(2 * i)).ToArray();
        input.WriteBytes(pixels);
        session.Run();
        var floats = new float[input.Length];
        session.Outputs[0].Read<float>(floats);
        Assert.That(floats, Is.EqualTo(pixels.Select(pixel => Math.Clamp((pixel - 100) / 50f, 0, 6))).Within(1e-6f));
    }

    [Test]
    public void Inputs_of_bytes_stay_what_they_are()
    {
        var b = new GraphBuilder();
        var graph = b.Build(b.Unary(b.Tensor(ElementType.UInt8, quantisation: new Quantisation([1], [0], 0)), UnaryKind.Relu, ElementType.UInt8));
        Assert.That(ByteInputs.Apply(graph, Normalisation.SignedUnit).Operators, Is.EqualTo(graph.Operators));
    }

    private static HostDevice Open() => (HostDevice)new HostBackend().Open(new HostBackend().Probe().Devices[0]);

    private static Graph ReluOfAnImage()
    {
        var b = new GraphBuilder();
        return b.Build(b.Relu6(b.Tensor()));
    }
}
