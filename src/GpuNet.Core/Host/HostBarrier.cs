namespace GpuNet.Host;

/// <summary>Where the invocations of a workgroup wait for each other.</summary>
internal sealed class HostBarrier
{
    public void Arrive() => throw new NotSupportedException();
}
