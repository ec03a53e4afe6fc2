using System.ComponentModel;
using System.Diagnostics;

namespace GpuNet.Codegen.Tests.Catalog;

/// <summary>Runs a validator over files that do not outlive the call.</summary>
internal static class KhronosTools
{
    /// <summary>Skips the test, saying so, where a tool is not installed.</summary>
    public static void Require(string tool, string package)
    {
        if (Start(tool, ["--version"]) is null) Assert.Ignore($"{tool} is not installed (Debian: {package}).");
    }

    /// <summary>What a tool has to say against the files; empty if nothing.</summary>
    public static string Run(string tool, IEnumerable<string> options, IEnumerable<(string Name, byte[] Content)> files)
    {
        var folder = Directory.CreateTempSubdirectory("gpunet-");
        try
        {
            var paths = new List<string>();
            foreach (var (name, content) in files)
            {
                paths.Add(Path.Combine(folder.FullName, name));
                File.WriteAllBytes(paths[^1], content);
            }

            return Start(tool, [.. options, .. paths]) ?? throw new AssertionException($"{tool} could not be started.");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What a tool printed if it failed, else an empty text; null if there is no such tool.</summary>
    private static string? Start(string tool, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(tool, arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            using var process = Process.Start(start)!;
            var errors = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? "" : $"{tool} exits with {process.ExitCode}: {output}{errors.Result}";
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
