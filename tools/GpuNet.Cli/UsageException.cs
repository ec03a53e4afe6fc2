namespace GpuNet.Cli;

/// <summary>The arguments do not make sense together: the message says which, and what to write instead.</summary>
internal sealed class UsageException(string message) : GpuNetException(message);
