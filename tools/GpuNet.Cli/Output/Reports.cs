using System.Text.Json.Serialization;

namespace GpuNet.Cli.Output;

/// <summary>What <c>devices --json</c> prints.</summary>
internal sealed record DevicesReport(IReadOnlyList<DeviceReport> Devices, IReadOnlyList<BackendReport> Backends);

/// <summary>A device.</summary>
internal sealed record DeviceReport(
    string Backend, string Name, string Driver, string ApiVersion, string Kind, IReadOnlyList<string> Features,
    int MaxWorkgroupInvocations, int MaxSharedMemoryBytes, int MaxStorageBuffers, int MaxStorageImages, long MaxStorageBufferBytes);

/// <summary>A backend, and why it has no device or fewer than it should.</summary>
internal sealed record BackendReport(string Backend, int Devices, string? Problem, string? Remedy);

/// <summary>What <c>classify --json</c> prints for each image: the classes, or why there are none.</summary>
internal sealed record ClassifyReport(string Image, string Device, IReadOnlyList<ClassReport> Classes, string? Error);

/// <summary>A class of an image.</summary>
internal sealed record ClassReport(int Index, string? Label, double Probability);

/// <summary>What <c>bench --json</c> prints: times in milliseconds, of one inference unless they say otherwise.</summary>
internal sealed record BenchReport(
    string Model, string Device, int Runs, int Warmup, double LoadMs, double FirstMs, double MinMs, double MedianMs, double P95Ms,
    double CpuMs, long ActivationBytes, long LargestLiveBytes, long WeightBytes, long TransferBytes, long TotalBytes, long PeakProcessBytes,
    RooflineReport? Roofline, IReadOnlyList<StepReport>? Profile);

/// <summary>What the device reaches at best: operations on floats in a second, bytes read and written in a second, in units of 10^9.</summary>
internal sealed record RooflineReport(double Gflops, double GigabytesPerSecond);

/// <summary>
/// A step of a profile: its time, its part of all steps, operations and bytes, and how near it comes to the roofline (1 is all that
/// the device does at best; integer kernels may pass it).
/// </summary>
internal sealed record StepReport(
    string Step, string Kernel, double Ms, double Share, long Operations, double Gflops, long Bytes, double RooflineFraction);

/// <summary>What <c>conformance --json</c> prints.</summary>
internal sealed record ConformanceReport(string Device, int Passed, int Failed, int Skipped, IReadOnlyList<CaseReport> Cases);

/// <summary>A case: passed, failed or skipped. The difference is null where nothing was compared, or it is not a number.</summary>
internal sealed record CaseReport(string Name, string Status, double? MaxDifference, string? Reason);

/// <summary>What <c>conformance --model --json</c> prints: each tensor as a case, in the order of the operators.</summary>
internal sealed record LayersReport(
    string Device, int Passed, int Failed, int Skipped, string? FirstDivergence, string? FirstKernel, IReadOnlyList<CaseReport> Cases);

/// <summary>What <c>conformance --report</c> writes: all that a bug report needs.</summary>
/// <param name="Gpunet">The version of GpuNet.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="OperatingSystem">The operating system and its version.</param>
/// <param name="Device">The device and its driver; null for the reference.</param>
/// <param name="Limits">The device's limits; null for the reference.</param>
/// <param name="Seed">What the own cases were drawn from; null for others.</param>
/// <param name="Model">The network that was compared; null for cases.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Passed">How many passed.</param>
/// <param name="Failed">How many failed.</param>
/// <param name="Skipped">How many could not be run.</param>
/// <param name="FirstDivergence">The first tensor of the network that diverges.</param>
/// <param name="Cases">Every case.</param>
internal sealed record ReportFile(
    string Gpunet, string Runtime, string OperatingSystem, DeviceReport? Device, Devices.DeviceLimits? Limits, int? Seed, string? Model,
    double Seconds, int Passed, int Failed, int Skipped, string? FirstDivergence, IReadOnlyList<FullCaseReport> Cases);

/// <summary>A case of a <see cref="ReportFile"/>.</summary>
internal sealed record FullCaseReport(
    string Name, string Operator, string Type, string? Configuration, IReadOnlyList<string> Kernels, string Status,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double? MaxDifference,
    double? Allowed, ElementReport? First, string? Reason, string? Command);

/// <summary>The first element of a case that differs by more than allowed.</summary>
internal sealed record ElementReport(
    IReadOnlyList<int> Coordinates,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Expected,
    [property: JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)] double Actual);

/// <summary>An entry of the <c>index.json</c> that <c>run</c> writes.</summary>
internal sealed record TensorEntry(int Index, string Name, string Dtype, IReadOnlyList<int> Shape, IReadOnlyList<float> Scale, IReadOnlyList<int> ZeroPoint);
