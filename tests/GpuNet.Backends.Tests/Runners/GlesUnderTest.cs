using GpuNet.Backends.Gles;
using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>OpenGL ES; the environment may name another implementation than the system's, see <see cref="GlesOptions"/>.</summary>
internal sealed class GlesUnderTest : BackendUnderTest
{
    public override string Name => "gles";

    public override bool KeepsToHalves => false;

    protected override IBackend Create(Action<string> onFault) => new GlesBackend(new GlesOptions());
}

[Category("gles")]
internal sealed class GlesDispatchTests : DispatchSuite<GlesUnderTest>;

[Category("gles")]
internal sealed class GlesResourceTests : ResourceSuite<GlesUnderTest>;

[Category("gles")]
internal sealed class GlesSubmissionTests : SubmissionSuite<GlesUnderTest>;

[Category("gles")]
internal sealed class GlesVariantTests : VariantSuite<GlesUnderTest>;

[Category("gles")]
internal sealed class GlesConformanceTests : ConformanceSuite<GlesUnderTest>;

[Category("gles")]
internal sealed class GlesGoldenTests : GoldenSuite<GlesUnderTest>;

[Category("gles")]
internal sealed class GlesSessionTests : SessionSuite<GlesUnderTest>;
