using System.Collections.Concurrent;
using GpuNet.Backends.Vulkan;
using GpuNet.Backends.Vulkan.Interop;

namespace GpuNet.Vulkan.Tests;

/// <summary>The other tests expect silence from the validation layer; here it is made to speak.</summary>
internal sealed unsafe class ValidationTests
{
    [Test]
    public void What_is_leaked_is_reported()
    {
        var messages = new ConcurrentQueue<string>();
        var backend = new VulkanBackend(new VulkanOptions { Validation = true, OnMessage = messages.Enqueue });
        var device = (VulkanDevice)backend.Open(backend.Probe().Devices[0]);
        var info = new VkFenceCreateInfo();
        VkFence leaked;
        VkCheck.Check(device.Commands.vkCreateFence(device.Handle, &info, null, &leaked));
        device.Dispose();
        Assert.That(messages, Has.Some.Contains("VkFence"));
    }

    [Test]
    public void A_failed_call_names_itself_and_its_result() =>
        Assert.That(
            () => VkCheck.Check(Lose(1)),
            Throws.TypeOf<DeviceException>().With.Message.EqualTo("Lose failed: VK_ERROR_DEVICE_LOST."));

    [Test]
    public void The_environment_turns_validation_on()
    {
        var before = Environment.GetEnvironmentVariable(VulkanOptions.ValidationVariable);
        try
        {
            Environment.SetEnvironmentVariable(VulkanOptions.ValidationVariable, "1");
            Assert.That(VulkanOptions.FromEnvironment().Validation, Is.True);
            Environment.SetEnvironmentVariable(VulkanOptions.ValidationVariable, null);
            Assert.That(VulkanOptions.FromEnvironment().Validation, Is.False);
        }
        finally
        {
            Environment.SetEnvironmentVariable(VulkanOptions.ValidationVariable, before);
        }
    }

    private static VkResult Lose(int device) => device > 0 ? VkResult.VK_ERROR_DEVICE_LOST : VkResult.VK_SUCCESS;
}
