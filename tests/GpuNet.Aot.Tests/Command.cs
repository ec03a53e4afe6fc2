using System.Diagnostics;

namespace GpuNet.Aot.Tests;

/// <summary>A program that has run to its end.</summary>
/// <param name="ExitCode">What it answered.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Command(int ExitCode, string Output, string Error)
{
    /// <summary>Runs a program; one that takes longer than <paramref name="limit"/> is ended and fails the test.</summary>
    /// <param name="program">Its file, or its name on the search path.</param>
    /// <param name="arguments">What to call it with.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="folder">Where it works; null for where the test does.</param>
    public static async Task<Command> RunAsync(string program, IEnumerable<string> arguments, TimeSpan limit, string? folder = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder ?? "" };
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} does not start.");
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new Command(process.ExitCode, await output, await error);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new AssertionException($"{program} did not end within {limit.TotalSeconds} s.");
        }
    }

    /// <summary>Whether a program of this name is on the search path.</summary>
    public static bool IsOnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
