using GpuNet.Devices;

namespace GpuNet.Planning;

/// <summary>Shapes of workgroups.</summary>
internal static class Workgroups
{
    // What OpenGL ES 3.1 guarantees: measured on one device, a choice can be shipped to others.
    private const int MostInvocations = 128;

    private static readonly GridSize[] Linear = [new(32), new(64), new(128)];

    private static readonly GridSize[] Planar = [new(8, 4), new(8, 8), new(16, 4), new(4, 8)];

    /// <summary>Other shapes that a kernel may run in whose invocations have nothing to do with each other.</summary>
    public static IEnumerable<GridSize> Others(GridSize own, DeviceLimits limits) =>
        (own is { Y: 1, Z: 1 } ? Linear : Planar).Where(shape => shape != own && shape.Count <= MostInvocations && Fit(shape, limits) == shape);

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
