using GpuNet.Devices;
using GpuNet.Host;

namespace GpuNet.Backends.Tests;

/// <summary>The host, which runs the C# of the kernels.</summary>
internal sealed class CpuUnderTest : BackendUnderTest
{
    public override string Name => "cpu";

    public override bool KeepsToHalves => false;

    public override bool ReadsTexels => false;

    public override int ImagesOfNetwork => 1;

    /// <summary>The large networks of bytes take ten seconds and more an image; the smaller ones run the same kernels.</summary>
    public override bool Runs(string network) => !network.Contains("1.0_224_quant", StringComparison.Ordinal);

    protected override IBackend Create(Action<string> onFault) => new HostBackend();
}

[Category("cpu")]
internal sealed class CpuDispatchTests : DispatchSuite<CpuUnderTest>;

[Category("cpu")]
internal sealed class CpuResourceTests : ResourceSuite<CpuUnderTest>;

[Category("cpu")]
internal sealed class CpuSubmissionTests : SubmissionSuite<CpuUnderTest>;

[Category("cpu")]
internal sealed class CpuVariantTests : VariantSuite<CpuUnderTest>;

[Category("cpu")]
internal sealed class CpuConformanceTests : ConformanceSuite<CpuUnderTest>;

[Category("cpu")]
internal sealed class CpuGoldenTests : GoldenSuite<CpuUnderTest>;

[Category("cpu")]
internal sealed class CpuSessionTests : SessionSuite<CpuUnderTest>;
