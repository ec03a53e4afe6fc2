using System.Text.Json;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>Runs the command line within the test, its output going to strings.</summary>
/// <param name="ExitCode">What it answered.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
internal sealed record Cli(int ExitCode, string Output, string Error)
{
    public static Cli Run(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var exitCode = Program.Run(args, output, error);
        return new Cli(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Asserts the exit code and a single line of error that has the given words.</summary>
    public void AssertFails(int exitCode, params string[] words)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), Error);
        Assert.That(Error, Does.StartWith("gpunet: ").And.EndsWith("\n"));
        Assert.That(Error.TrimEnd('\n'), Does.Not.Contain("\n"), "one line");
        foreach (var word in words) Assert.That(Error, Does.Contain(word));
    }

    /// <summary>Asserts success, and gives the one JSON document on standard output.</summary>
    public JsonElement Json(int exitCode = 0)
    {
        Assert.That(ExitCode, Is.EqualTo(exitCode), Error);
        using var document = JsonDocument.Parse(Output);
        return document.RootElement.Clone();
    }
}
