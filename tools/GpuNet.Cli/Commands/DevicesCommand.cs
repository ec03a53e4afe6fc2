using System.CommandLine;
using System.Globalization;
using GpuNet.Cli.Output;
using GpuNet.Devices;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet devices</c>: what there is to run on, and why a backend has nothing.</summary>
internal static class DevicesCommand
{
    public static Command Create(Terminal terminal)
    {
        var json = CommonOptions.JsonOutput();
        var command = new Command("devices", "List the devices of every backend.") { json };
        command.SetAction(parsed => List(terminal, parsed.GetValue(json)));
        return command;
    }

    private static int List(Terminal terminal, bool asJson)
    {
        var probes = GpuDevices.Probe();
        var devices = probes.SelectMany(p => p.Devices).ToList();
        if (asJson)
        {
            var report = new DevicesReport(
                devices.ConvertAll(ReportOf),
                [.. probes.Select(p => new BackendReport(p.Backend, p.Devices.Count, p.Problem, p.Remedy))]);
            Json.Write(terminal.Output, report, Json.Readable.DevicesReport);
        }
        else
        {
            terminal.TableOrList(
                [new("backend"), new("device"), new("driver"), new("API"), new("kind"), new("features"), new("workgroup", IsNumber: true)],
                devices.ConvertAll(d => new[]
                {
                    d.Backend, d.Name, d.Driver, d.ApiVersion, KindOf(d), string.Join(", ", FeaturesOf(d)),
                    d.Limits.MaxWorkgroupInvocations.ToString(CultureInfo.InvariantCulture),
                }));
            foreach (var probe in probes.Where(p => p.Problem is not null))
                terminal.Line(GpuDevices.Explain(probe));
        }

        if (devices.Count > 0) return ExitCode.Done;
        terminal.Fail("No backend has a device.");
        return ExitCode.Device;
    }

    internal static DeviceReport ReportOf(DeviceInfo device) => new(
        device.Backend, device.Name, device.Driver, device.ApiVersion, KindOf(device), FeaturesOf(device),
        device.Limits.MaxWorkgroupInvocations, device.Limits.MaxSharedMemoryBytes, device.Limits.MaxStorageBuffers,
        device.Limits.MaxStorageImages, device.Limits.MaxStorageBufferBytes);

    private static string KindOf(DeviceInfo device) => device.Kind switch
    {
        DeviceKind.DiscreteGpu => "discrete GPU",
        DeviceKind.IntegratedGpu => "integrated GPU",
        DeviceKind.OtherGpu => "GPU",
        DeviceKind.Software => "software",
        _ => "host",
    };

    private static List<string> FeaturesOf(DeviceInfo device)
    {
        var features = new List<string>();
        if (device.Features.HasFlag(DeviceFeatures.Float16Arithmetic)) features.Add("float16");
        if (device.Features.HasFlag(DeviceFeatures.IntegerDotProduct)) features.Add("integer-dot-product");
        if (device.Features.HasFlag(DeviceFeatures.Timestamps)) features.Add("timestamps");
        return features;
    }
}
