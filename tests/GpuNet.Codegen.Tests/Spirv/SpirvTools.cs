using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>Runs the Khronos SPIR-V tools, each module in a file of its own that does not outlive the call.</summary>
internal static class SpirvTools
{
    private const string Target = "vulkan1.1";

    private static readonly Lazy<bool> IsInstalled = new(() => TryStart("spirv-val", "--version") is not null);

    /// <summary>Skips the test, saying so, where the tools are not installed.</summary>
    public static void Require()
    {
        if (!IsInstalled.Value) Assert.Ignore("spirv-val is not installed (Debian: spirv-tools).");
    }

    /// <summary>What the validator has to say against the module; empty if nothing.</summary>
    public static string Validate(uint[] words) => WithFile(file =>
    {
        File.WriteAllBytes(file, MemoryMarshal.AsBytes(words.AsSpan()));
        return Run("spirv-val", "--target-env", Target, file);
    });

    /// <summary>Assembles text into a module, with the numbers of numeric ids as they are.</summary>
    public static uint[] Assemble(string text) => WithFile(file =>
    {
        File.WriteAllText(file + ".text", text);
        try
        {
            var errors = Run(
                "spirv-as", "--target-env", Target, "--preserve-numeric-ids", file + ".text", "-o", file);
            Assert.That(errors, Is.Empty, text);
        }
        finally
        {
            File.Delete(file + ".text");
        }

        return MemoryMarshal.Cast<byte, uint>(File.ReadAllBytes(file)).ToArray();
    });

    private static T WithFile<T>(Func<string, T> use)
    {
        var file = Path.GetTempFileName();
        try
        {
            return use(file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Run(string tool, params string[] arguments) => TryStart(tool, arguments)
        ?? throw new AssertionException($"{tool} could not be started.");

    /// <summary>Runs a tool; returns what it printed if it failed, else an empty text; null if there is no such tool.</summary>
    private static string? TryStart(string tool, params string[] arguments)
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
