using GpuNet.Devices;

namespace GpuNet.Planning;

/// <summary>Shapes of workgroups.</summary>
internal static class Workgroups
{
    /// <summary>The shape itself, halved along its longest axis until the device takes it.</summary>
    public static GridSize Fit(GridSize workgroup, DeviceLimits limits)
    {
        while (workgroup.Count > limits.MaxWorkgroupInvocations
            || workgroup.X > limits.MaxWorkgroupSize.X || workgroup.Y > limits.MaxWorkgroupSize.Y || workgroup.Z > limits.MaxWorkgroupSize.Z)
        {
            var (x, y, z) = workgroup;
            workgroup = x >= y && x >= z ? new GridSize((x + 1) / 2, y, z)
                : y >= z ? new GridSize(x, (y + 1) / 2, z)
                : new GridSize(x, y, (z + 1) / 2);
        }

        return workgroup;
    }
}
