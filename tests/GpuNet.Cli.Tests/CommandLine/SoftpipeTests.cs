using System.Diagnostics;
using System.Text.Json;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>
/// A third opinion on OpenGL ES: Mesa's softpipe, which shares no compiler with llvmpipe. It is slow, so a few cases of each kind; and
/// chosen by the environment, so a process of its own.
/// </summary>
[Category("gles")]
public sealed class SoftpipeTests
{
    [TestCase("*/u8/1")]
    [TestCase("*/i8/2")]
    [TestCase("*/f32/3")]
    public void Own_cases_agree_with_the_reference(string filter)
    {
        string[] arguments = [typeof(Program).Assembly.Location, "conformance", "--backend", "gles", "--seed", "1", "--filter", filter, "--json"];
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["GALLIUM_DRIVER"] = "softpipe";
        start.Environment["LIBGL_ALWAYS_SOFTWARE"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.That(process.ExitCode, Is.Zero, $"{errors.Result}{output}\nGALLIUM_DRIVER=softpipe ./gpunet conformance --backend gles --seed 1 --filter '{filter}'");
        using var report = JsonDocument.Parse(output);
        Assert.That(report.RootElement.GetProperty("device").GetString(), Does.StartWith("softpipe"));
        Assert.That(report.RootElement.GetProperty("failed").GetInt32(), Is.Zero);
        Assert.That(report.RootElement.GetProperty("passed").GetInt32(), Is.GreaterThan(20));
    }
}
