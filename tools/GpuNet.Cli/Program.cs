using System.CommandLine;
using System.CommandLine.Help;
using System.Runtime.InteropServices;
using GpuNet.Cli.Commands;
using GpuNet.Cli.Output;
using GpuNet.Devices;

namespace GpuNet.Cli;

/// <summary>The command line <c>gpunet</c>.</summary>
internal static class Program
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

    private static int Main(string[] args)
    {
        using var interrupt = new CancellationTokenSource();
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var onTerminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var terminal = new Terminal(
            Console.Out, Console.Error, isTerminal: !Console.IsOutputRedirected, isErrorTerminal: !Console.IsErrorRedirected);
        GpuDevices.CacheFolder = CacheFolder.FromEnvironmentOrUser();
        GpuDevices.OnWarning = terminal.Warn;
        return Run(args, terminal, interrupt.Token);

        // The first signal ends the command between two steps, or after a grace period where a step is longer; a second one
        // ends the process at once.
        void Stop(PosixSignalContext signal)
        {
            if (interrupt.IsCancellationRequested) return;
            signal.Cancel = true;
            interrupt.Cancel();
            _ = Task.Delay(GracePeriod, CancellationToken.None).ContinueWith(_ => Environment.Exit(ExitCode.Interrupted), TaskScheduler.Default);
        }
    }

    /// <summary>Runs one command, its output going to the given writers as if they were files.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error) =>
        Run(args, new Terminal(output, error, isTerminal: false, isErrorTerminal: false), CancellationToken.None);

    private static int Run(string[] args, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            var root = new RootCommand("Runs .tflite models on the GPU, checks devices against the reference, shows shaders.")
            {
                DevicesCommand.Create(terminal),
                ClassifyCommand.Create(terminal, cancellation),
                RunCommand.Create(terminal),
                BenchCommand.Create(terminal, cancellation),
                ConformanceCommand.Create(terminal, cancellation),
                InspectCommand.Create(terminal),
                ShadersCommand.Create(terminal),
                FetchCommand.Create(terminal, cancellation),
                RetrainCommand.Create(terminal, cancellation),
                DrawCommand.Create(terminal, cancellation),
                TrainCommand.Create(terminal, cancellation),
                QuantizeCommand.Create(terminal, cancellation),
            };
            root.HelpName = "gpunet";
            root.Directives.Clear();
            // File names may begin with '@'.
            var parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (args.Length == 0)
                throw new UsageException($"name a command: {string.Join(", ", root.Subcommands.Select(c => c.Name))}; see 'gpunet --help'.");
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
                throw new UsageException($"{Complaint(parsed)}; see 'gpunet {CommandPath(parsed)}--help'.");
            return parsed.Invoke(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return Failure.Report(e, terminal);
        }
    }

    // A word too many explains more than the argument that is missing because of it.
    private static string Complaint(ParseResult parsed) => parsed.UnmatchedTokens is [var word, ..]
        ? $"there is no command or option '{word}'"
        : parsed.Errors[0].Message.TrimEnd('.');

    private static string CommandPath(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        return command is RootCommand ? "" : $"{command.Name} ";
    }
}
