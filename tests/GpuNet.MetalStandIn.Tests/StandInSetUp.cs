namespace GpuNet.MetalStandIn.Tests;

/// <summary>Skips all tests where the stand-in cannot run, saying why.</summary>
[SetUpFixture]
public sealed class StandInSetUp
{
    [OneTimeSetUp]
    public void Require_the_stand_in()
    {
        if (!StandInLibrary.IsSupported) Assert.Ignore(StandInLibrary.WhyNot);
    }
}
