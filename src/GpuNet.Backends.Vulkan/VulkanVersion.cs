namespace GpuNet.Backends.Vulkan;

/// <summary>A version of the API, as Vulkan packs it.</summary>
/// <param name="Packed">3 bits of variant, 7 of major, 10 of minor, 12 of patch.</param>
internal readonly record struct VulkanVersion(uint Packed)
{
    public static readonly VulkanVersion V1_1 = new(1, 1);
    public static readonly VulkanVersion V1_2 = new(1, 2);
    public static readonly VulkanVersion V1_3 = new(1, 3);

    private VulkanVersion(uint major, uint minor)
        : this((major << 22) | (minor << 12))
    {
    }

    public static bool operator <(VulkanVersion left, VulkanVersion right) => left.Packed < right.Packed;

    public static bool operator >(VulkanVersion left, VulkanVersion right) => left.Packed > right.Packed;

    public static bool operator <=(VulkanVersion left, VulkanVersion right) => left.Packed <= right.Packed;

    public static bool operator >=(VulkanVersion left, VulkanVersion right) => left.Packed >= right.Packed;

    public override string ToString() => $"{(Packed >> 22) & 0x7F}.{(Packed >> 12) & 0x3FF}.{Packed & 0xFFF}";
}
