using GpuNet.Devices;
using GpuNet.Metal.Tests;

namespace GpuNet.Backends.Tests;

/// <summary>Metal: the backend as it is, on the stand-in for Apple's libraries.</summary>
internal sealed class MetalUnderTest : BackendUnderTest
{
    private static readonly string[] Networks = ["mobilenet_v1_0.25_128_quant", "mobilenet_v1_0.25_224", "person_detect"];

    public override string Name => "metal";

    /// <summary>Fast math, which kernels that are not precise have, may take what is added and subtracted again for nothing.</summary>
    public override bool KeepsToHalves => false;

    public override bool ReadsTexels => false;

    public override int ImagesOfNetwork => 1;

    /// <summary>The smaller networks: the larger ones run the same kernels.</summary>
    public override bool Runs(string network) => Networks.Contains(network);

    protected override IBackend Create(Action<string> onFault) => StandInLoader.Backend();
}

[Category("metal")]
internal sealed class MetalDispatchTests : DispatchSuite<MetalUnderTest>;

[Category("metal")]
internal sealed class MetalResourceTests : ResourceSuite<MetalUnderTest>;

[Category("metal")]
internal sealed class MetalSubmissionTests : SubmissionSuite<MetalUnderTest>;

[Category("metal")]
internal sealed class MetalVariantTests : VariantSuite<MetalUnderTest>;

[Category("metal")]
internal sealed class MetalConformanceTests : ConformanceSuite<MetalUnderTest>;

[Category("metal")]
internal sealed class MetalGoldenTests : GoldenSuite<MetalUnderTest>;

[Category("metal")]
internal sealed class MetalSessionTests : SessionSuite<MetalUnderTest>;
