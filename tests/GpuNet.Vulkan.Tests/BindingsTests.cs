using System.Runtime.CompilerServices;
using System.Xml.Linq;
using GpuNet.Backends.Vulkan.Interop;
using GpuNet.Bindings;

namespace GpuNet.Vulkan.Tests;

internal sealed class BindingsTests
{
    private const string Registry = """
        <registry>
          <types>
            <type category="handle"><type>VK_DEFINE_HANDLE</type>(<name>VkDevice</name>)</type>
            <type category="handle"><type>VK_DEFINE_NON_DISPATCHABLE_HANDLE</type>(<name>VkThing</name>)</type>
            <type requires="VkThingFlagBits" category="bitmask">typedef <type>VkFlags</type> <name>VkThingFlags</name>;</type>
            <type category="funcpointer">typedef VkBool32 (VKAPI_PTR *<name>PFN_vkCall</name>)(
                const <type>VkPart</type>* pPart, <type>void</type>* pUser);</type>
            <type category="struct" name="VkPart"><member><type>float</type> <name>size</name>[2]<comment>x, y</comment></member></type>
            <type category="struct" name="VkThingInfo">
              <member values="VK_STRUCTURE_TYPE_THING_INFO"><type>VkStructureType</type> <name>sType</name></member>
              <member>const <type>void</type>* <name>pNext</name></member>
              <member><type>VkThingFlags</type> <name>flags</name></member>
              <member><type>char</type> <name>title</name>[<enum>VK_MAX_TITLE</enum>]</member>
              <member><type>VkPart</type> <name>parts</name>[3]</member>
              <member>const <type>char</type>* const* <name>ppNames</name></member>
              <member><type>PFN_vkCall</type> <name>pfnCall</name></member>
            </type>
          </types>
          <enums name="API Constants"><enum value="64" name="VK_MAX_TITLE"/></enums>
          <enums name="VkStructureType" type="enum"/>
          <enums name="VkResult" type="enum"><enum value="0" name="VK_SUCCESS"/><enum value="-3" name="VK_ERROR_X"/></enums>
          <enums name="VkThingFlagBits" type="bitmask"><enum bitpos="4" name="VK_THING_BIT"/></enums>
          <feature name="VK_VERSION_1_0"><require><command name="vkCreateThing"/></require></feature>
          <extensions>
            <extension name="VK_X" number="129"><require>
              <enum extends="VkStructureType" name="VK_STRUCTURE_TYPE_THING_INFO" offset="2"/>
            </require></extension>
          </extensions>
          <commands>
            <command><proto><type>VkResult</type> <name>vkCreateThing</name></proto>
              <param><type>VkDevice</type> <name>device</name></param>
              <param>const <type>VkThingInfo</type>* <name>pInfo</name></param>
              <param><type>VkThing</type>* <name>pThing</name></param>
            </command>
          </commands>
        </registry>
        """;

    [Test]
    public void A_command_brings_everything_that_it_names()
    {
        var text = Generate("command vkCreateThing");
        Assert.That(text, Does.Contain("record struct VkDevice(nint Value);"));
        Assert.That(text, Does.Contain("record struct VkThing(ulong Value);"));
        Assert.That(text, Does.Contain("VK_STRUCTURE_TYPE_THING_INFO = 1000128002,"));
        Assert.That(text, Does.Contain("VK_ERROR_X = -3,"));
        Assert.That(text, Does.Contain("VK_THING_BIT = 0x10,"));
        Assert.That(text, Does.Contain("public VkThingFlagBits flags;"));
        Assert.That(text, Does.Contain("public fixed byte title[64];"));
        Assert.That(text, Does.Contain("public fixed float size[2];"));
        Assert.That(text, Does.Contain("public VkPart_3 parts;"));
        Assert.That(text, Does.Contain("public byte** ppNames;"));
        Assert.That(text, Does.Contain("public delegate* unmanaged<VkPart*, void*, uint> pfnCall;"));
        Assert.That(text, Does.Contain("public readonly delegate* unmanaged<VkDevice, VkThingInfo*, VkThing*, VkResult> vkCreateThing;"));
        Assert.That(text, Does.Contain("VkLoader.Required(load, owner, \"vkCreateThing\"u8)"));
    }

    [Test]
    public void Opaque_structures_are_untyped_pointers()
    {
        var text = Generate("command vkCreateThing\nopaque VkThingInfo");
        Assert.That(text, Does.Contain("delegate* unmanaged<VkDevice, void*, VkThing*, VkResult> vkCreateThing;"));
        Assert.That(text, Does.Not.Contain("VkPart"));
    }

    [TestCase("command vkNope", "vkNope")]
    [TestCase("struct VkNope", "VkNope")]
    [TestCase("enum VkResult VK_NOPE", "VK_NOPE")]
    [TestCase("\ncomand vkCreateThing", "vulkan.allow.txt(2)")]
    public void An_entry_that_means_nothing_is_named(string allowList, string part) =>
        Assert.That(() => Generate(allowList), Throws.TypeOf<BindingsException>().With.Message.Contains(part));

    [Test]
    public void Structures_have_the_sizes_of_the_C_header_on_64_bits()
    {
        Assert.That(Unsafe.SizeOf<VkPhysicalDeviceLimits>(), Is.EqualTo(504));
        Assert.That(Unsafe.SizeOf<VkPhysicalDeviceProperties>(), Is.EqualTo(824));
        Assert.That(Unsafe.SizeOf<VkPhysicalDeviceMemoryProperties>(), Is.EqualTo(520));
        Assert.That(Unsafe.SizeOf<VkPhysicalDeviceFeatures2>(), Is.EqualTo(240));
        Assert.That(Unsafe.SizeOf<VkImageCreateInfo>(), Is.EqualTo(88));
        Assert.That(Unsafe.SizeOf<VkComputePipelineCreateInfo>(), Is.EqualTo(96));
        Assert.That(Unsafe.SizeOf<VkWriteDescriptorSet>(), Is.EqualTo(64));
    }

    [Test]
    public void The_committed_bindings_are_current()
    {
        const string VkXml = "/usr/share/vulkan/registry/vk.xml";
        if (!File.Exists(VkXml)) Assert.Ignore($"{VkXml} is not installed (Debian: libvulkan-dev).");
        var registry = VulkanRegistry.Load(VkXml);
        var committed = Path.Combine(Root(), "src", "GpuNet.Backends.Vulkan", "Interop");
        if (!File.ReadAllText(Path.Combine(committed, "VkEnums.g.cs")).Contains($"header version {registry.HeaderVersion},", StringComparison.Ordinal))
            Assert.Ignore($"The installed registry has version {registry.HeaderVersion}; the bindings are from another.");
        foreach (var (file, text) in VulkanBindings.Generate(registry, VulkanAllowList.Default()))
            Assert.That(File.ReadAllText(Path.Combine(committed, file)), Is.EqualTo(text.ToString()), $"{file} is stale; its head says how to make it again.");
    }

    private static string Generate(string allowList)
    {
        var registry = VulkanRegistry.Parse(XDocument.Parse(BindingsTests.Registry, LoadOptions.PreserveWhitespace), "test");
        return string.Concat(VulkanBindings.Generate(registry, VulkanAllowList.Parse(allowList)).Select(f => f.Text.ToString()));
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "GpuNet.sln"))) directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("GpuNet.sln is in no folder above the tests.");
    }
}
