using System.Runtime.CompilerServices;

namespace GpuNet.Backends.Vulkan.Interop;

/// <summary>Turns results into exceptions.</summary>
internal static class VkCheck
{
    /// <summary>Throws if a call failed. Results above zero are answers, not failures.</summary>
    /// <exception cref="DeviceException">The message names the call and its result.</exception>
    public static void Check(VkResult result, [CallerArgumentExpression(nameof(result))] string call = "")
    {
        if (result < VkResult.VK_SUCCESS) throw new DeviceException($"{CommandName(call)} failed: {result}.");
    }

    private static string CommandName(string call)
    {
        var end = call.IndexOf('(', StringComparison.Ordinal);
        var name = end < 0 ? call : call[..end];
        return name[(name.LastIndexOf('.') + 1)..];
    }
}
