using GpuNet.Cli.Output;

namespace GpuNet.Cli;

/// <summary>Turns an exception into one line on standard error and an exit code.</summary>
internal static class Failure
{
    private const string TraceVariable = "GPUNET_TRACE";

    /// <summary>Says what went wrong; with GPUNET_TRACE=1, where too.</summary>
    /// <returns>The exit code.</returns>
    public static int Report(Exception exception, Terminal terminal)
    {
        if (exception is AggregateException { InnerExceptions: [var single] }) exception = single;
        terminal.Fail(exception is GpuNetException or IOException or UnauthorizedAccessException or OperationCanceledException
            ? MessageOf(exception)
            : $"a fault of gpunet itself: {exception.GetType().Name}: {exception.Message} ({TraceVariable}=1 shows where)");
        if (Environment.GetEnvironmentVariable(TraceVariable) == "1") terminal.Error.WriteLine(exception);
        return CodeOf(exception);
    }

    /// <summary>The exit code for an exception.</summary>
    public static int CodeOf(Exception exception) => exception switch
    {
        UsageException => ExitCode.Usage,
        DeviceNotFoundException or DeviceException or KernelFaultException => ExitCode.Device,
        GpuNetException or IOException or UnauthorizedAccessException => ExitCode.BadInput,
        OperationCanceledException => ExitCode.Interrupted,
        _ => ExitCode.CheckFailed,
    };

    private static string MessageOf(Exception exception) => exception is OperationCanceledException ? "interrupted" : exception.Message;
}
