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
    string Device, int Passed, int Failed, int Skipped, string? FirstDivergence, IReadOnlyList<CaseReport> Cases);

/// <summary>An entry of the <c>index.json</c> that <c>run</c> writes.</summary>
internal sealed record TensorEntry(int Index, string Name, string Dtype, IReadOnlyList<int> Shape, IReadOnlyList<float> Scale, IReadOnlyList<int> ZeroPoint);
