using GpuNet.Devices;

namespace GpuNet.Backends.Tests;

/// <summary>
/// What every suite shares: one device, opened once for all tests of a runner. A suite is written once and says what any
/// backend must do; a runner of one line instantiates it for a backend.
/// </summary>
internal abstract class BackendSuite<TBackend>
    where TBackend : BackendUnderTest, new()
{
    protected TBackend Backend { get; } = new();

    protected IDevice Device { get; private set; } = null!;

    [OneTimeSetUp]
    public void OpenDevice() => Device = Backend.Open();

    [TearDown]
    public void ExpectSilence() => Backend.ExpectSilence();

    /// <summary>Closes the device, which is when a validation layer reports what was left behind.</summary>
    [OneTimeTearDown]
    public void CloseDevice()
    {
        Device?.Dispose();
        Backend.ExpectSilence();
    }
}
