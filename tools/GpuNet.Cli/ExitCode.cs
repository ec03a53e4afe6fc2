namespace GpuNet.Cli;

/// <summary>What the command line answers to the shell.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>A check did not hold, or the program itself has a fault.</summary>
    public const int CheckFailed = 1;

    /// <summary>Wrong use of the command line.</summary>
    public const int Usage = 2;

    /// <summary>A model, image or other file is not as it should be.</summary>
    public const int BadInput = 3;

    /// <summary>There is no device, or it failed.</summary>
    public const int Device = 4;

    /// <summary>Interrupted from the keyboard, as shells count it.</summary>
    public const int Interrupted = 130;
}
