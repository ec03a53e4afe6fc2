namespace GpuNet.Backends.Metal;

/// <summary>
/// Measures with a command buffer for each step, whose begin and end the device notes. What it takes to begin a command buffer is
/// in the times.
/// </summary>
internal sealed class CommandBufferProfiler(MetalDevice device, CommandStep[] steps, Submission submission) : CommandProfiler
{
    private readonly CommandEncoding encoding = new(device.Info.Name);

    public override long[] Run()
    {
        var times = new long[steps.Length];
        for (var i = 0; i < times.Length; i++)
        {
            if (!steps[i].IsTimed) continue;
            var commands = submission.Begin();
            encoding.Begin(commands);
            steps[i].Encode(encoding);
            encoding.End();
            submission.Commit(commands);
            submission.Wait();
            times[i] = (long)submission.GpuNanoseconds;
        }

        return times;
    }

    public override void Dispose()
    {
    }
}
