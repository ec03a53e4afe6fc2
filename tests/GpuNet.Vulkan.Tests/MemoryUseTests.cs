using GpuNet.Backends.Vulkan;
using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Devices;

namespace GpuNet.Vulkan.Tests;

internal sealed class MemoryUseTests
{
    private const VkMemoryPropertyFlagBits Local = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_DEVICE_LOCAL_BIT;
    private const VkMemoryPropertyFlagBits Visible = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_VISIBLE_BIT;
    private const VkMemoryPropertyFlagBits Coherent = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_COHERENT_BIT;
    private const VkMemoryPropertyFlagBits Cached = VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_HOST_CACHED_BIT;

    // As cards with memory of their own list them.
    private static readonly VkMemoryPropertyFlagBits[] Discrete =
        [Local, Visible | Coherent, Visible | Coherent | Cached, Local | Visible | Coherent];

    [TestCase(BufferPlacement.Device, 0)]
    [TestCase(BufferPlacement.Upload, 1)]
    [TestCase(BufferPlacement.Readback, 2)]
    public void Discrete_cards_keep_each_placement_in_its_own_type(BufferPlacement placement, int expected) =>
        Assert.That(Choose(placement, Discrete), Is.EqualTo(expected));

    [Test]
    public void Shared_memory_serves_every_placement([Values] BufferPlacement placement) =>
        Assert.That(Choose(placement, [Local | Visible | Coherent | Cached]), Is.Zero);

    [Test]
    public void Memory_that_is_not_coherent_will_do() =>
        Assert.That(Choose(BufferPlacement.Readback, [Local, Visible | Cached]), Is.EqualTo(1));

    [Test]
    public void Types_that_are_not_allowed_are_passed_over() =>
        Assert.That(Choose(BufferPlacement.Upload, Discrete, typeBits: 0b1000), Is.EqualTo(3));

    [Test]
    public void Without_a_fitting_type_there_is_none() =>
        Assert.That(Choose(BufferPlacement.Upload, [Local, Local | Visible | VkMemoryPropertyFlagBits.VK_MEMORY_PROPERTY_PROTECTED_BIT]), Is.EqualTo(-1));

    private static int Choose(BufferPlacement placement, VkMemoryPropertyFlagBits[] types, uint typeBits = uint.MaxValue) =>
        MemoryUse.For(placement).Choose(types.Select(flags => new VkMemoryType { propertyFlags = flags }).ToArray(), typeBits);
}
