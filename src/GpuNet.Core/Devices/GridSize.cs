namespace GpuNet.Devices;

/// <summary>A number of workgroups, or of invocations, along each axis.</summary>
/// <param name="X">Along x.</param>
/// <param name="Y">Along y.</param>
/// <param name="Z">Along z.</param>
public readonly record struct GridSize(int X, int Y = 1, int Z = 1)
{
    /// <summary>X * Y * Z.</summary>
    public long Count => (long)X * Y * Z;

    /// <summary>How many workgroups of this size cover <paramref name="invocations"/>.</summary>
    public GridSize GroupsFor(GridSize invocations) => new(
        (invocations.X + X - 1) / X, (invocations.Y + Y - 1) / Y, (invocations.Z + Z - 1) / Z);

    /// <inheritdoc/>
    public override string ToString() => $"{X}x{Y}x{Z}";
}
