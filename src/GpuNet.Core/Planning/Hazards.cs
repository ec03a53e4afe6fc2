using GpuNet.Devices;

namespace GpuNet.Planning;

/// <summary>
/// Tells where barriers must stand: before a step that reads what an earlier one wrote, or writes what an earlier one read or
/// wrote, with no barrier in between. Resources that share memory count as one where their ranges overlap.
/// </summary>
internal sealed class Hazards
{
    private readonly List<DeviceResource> read = [];
    private readonly List<DeviceResource> written = [];

    /// <summary>Whether <paramref name="step"/> needs a barrier before it; notes what it does.</summary>
    public bool NeedsBarrier(PlannedStep step)
    {
        var needed = step.Reads.Any(r => Touches(written, r)) || step.Writes.Any(w => Touches(written, w) || Touches(read, w));
        if (needed)
        {
            read.Clear();
            written.Clear();
        }

        read.AddRange(step.Reads);
        written.AddRange(step.Writes);
        return needed;
    }

    private static bool Touches(List<DeviceResource> resources, DeviceResource other) => resources.Exists(r => Overlap(r, other));

    private static bool Overlap(DeviceResource a, DeviceResource b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is DeviceTensor { Texture: { } left } && b is DeviceTensor { Texture: { } right }) return ReferenceEquals(left, right);
        return a.Range is { } x && b.Range is { } y && ReferenceEquals(x.Buffer, y.Buffer)
            && x.Offset < y.Offset + y.ByteLength && y.Offset < x.Offset + x.ByteLength;
    }
}
