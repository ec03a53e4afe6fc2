namespace GpuNet.Backends.Metal;

/// <summary>Runs the steps of a command list one after another, each in a command buffer whose begin and end the device notes.</summary>
internal sealed class CommandProfiler(CommandStep[] steps, Submission submission, CommandEncoding encoding)
{
    /// <summary>Runs the steps once and waits for them.</summary>
    /// <returns>Nanoseconds of each step; 0 for those that are not timed.</returns>
    public long[] Run()
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
}
