using System.Reflection;
using System.Runtime.InteropServices;
using GpuNet.Cli.Commands;
using GpuNet.Cli.Conformance;
using GpuNet.Devices;

namespace GpuNet.Cli.Output;

/// <summary>Writes what a user attaches to a bug.</summary>
internal static class ReportFiles
{
    /// <summary>Writes a report.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device; null for the reference.</param>
    /// <param name="seed">What the cases were drawn from.</param>
    /// <param name="model">The network that was compared.</param>
    /// <param name="elapsed">How long it took.</param>
    /// <param name="results">Every case.</param>
    /// <exception cref="InvalidInputException">The file cannot be written.</exception>
    public static void Write(string path, DeviceInfo? device, int? seed, string? model, TimeSpan elapsed, IReadOnlyList<CaseResult> results)
    {
        var totals = Totals.Of(results);
        var report = new ReportFile(
            typeof(GpuDevices).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown",
            RuntimeInformation.FrameworkDescription,
            $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
            device is null ? null : DevicesCommand.ReportOf(device),
            device?.Limits,
            seed,
            model,
            elapsed.TotalSeconds,
            totals.Passed,
            totals.Failed,
            totals.Skipped,
            model is null ? null : results.FirstOrDefault(r => r.Status == CaseStatus.Failed)?.Name,
            [.. results.Select(r => r.FullReport)]);
        try
        {
            using var writer = new StreamWriter(path);
            Json.Write(writer, report, Json.Readable.ReportFile);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException($"--report {path}: {e.Message}", e);
        }
    }
}
