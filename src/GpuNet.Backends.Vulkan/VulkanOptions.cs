namespace GpuNet.Backends.Vulkan;

/// <summary>How the Vulkan backend opens devices.</summary>
public sealed record VulkanOptions
{
    /// <summary>The environment variable that turns <see cref="Validation"/> on by default, when it is <c>1</c>.</summary>
    public const string ValidationVariable = "GPUNET_VULKAN_VALIDATION";

    /// <summary>The environment variable that sets <see cref="Library"/>.</summary>
    public const string LibraryVariable = "GPUNET_VULKAN";

    /// <summary>
    /// The file of a Vulkan loader, or of a driver that can do without one, such as SwiftShader's or MoltenVK's that an
    /// application ships; null for the system's loader.
    /// </summary>
    public string? Library { get; init; }

    /// <summary>
    /// Whether to load the Khronos validation layer. It reports wrong use of the API through <see cref="OnMessage"/>, and
    /// slows everything down; opening a device fails where the layer is not installed.
    /// </summary>
    public bool Validation { get; init; }

    /// <summary>Takes messages of the validation layer and of the pipeline cache, on any thread. Must not throw.</summary>
    public Action<string>? OnMessage { get; init; }

    /// <summary>The folder that keeps compiled pipelines from one run to the next, a file for each device; null keeps none. A file
    /// of another device or driver, or a damaged one, is ignored with a message and written anew when the device is disposed.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>The default: the library of <see cref="LibraryVariable"/>, and validation if <see cref="ValidationVariable"/> asks
    /// for it, with messages on standard error.</summary>
    public static VulkanOptions FromEnvironment() => new()
    {
        Library = Environment.GetEnvironmentVariable(LibraryVariable) is { Length: > 0 } path ? path : null,
        Validation = Environment.GetEnvironmentVariable(ValidationVariable) == "1",
        OnMessage = Console.Error.WriteLine,
    };
}
