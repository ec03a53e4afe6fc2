namespace GpuNet.Bindings;

/// <summary>
/// Writes a table of function pointers for each way that commands are loaded: without an instance, from an instance, from
/// a device.
/// </summary>
internal static class VulkanCommandWriter
{
    public static void Tables(CSharpWriter writer, VulkanSelection selection)
    {
        var byOwner = selection.Commands.ToLookup(Owner);
        Table(writer, selection, "VkGlobalCommands", "Commands that need no instance.", null, byOwner[Scope.Global]);
        Table(writer, selection, "VkInstanceCommands", "Commands of an instance.", "VkInstance", byOwner[Scope.Instance]);
        Table(writer, selection, "VkDeviceCommands", "Commands of a device.", "VkDevice", byOwner[Scope.Device]);
    }

    private enum Scope
    {
        Global,
        Instance,
        Device,
    }

    private static Scope Owner(VulkanCommand command) => command switch
    {
        { Name: "vkGetDeviceProcAddr" } => Scope.Instance,
        { Parameters: [{ Type: "VkInstance" or "VkPhysicalDevice" }, ..] } => Scope.Instance,
        { Parameters: [{ Type: "VkDevice" or "VkQueue" or "VkCommandBuffer" }, ..] } => Scope.Device,
        _ => Scope.Global,
    };

    private static void Table(
        CSharpWriter writer, VulkanSelection selection, string name, string summary, string? owner, IEnumerable<VulkanCommand> commands)
    {
        // Commands of extensions are null where the extension is not enabled.
        writer.Line();
        writer.Line($"/// <summary>{summary} Those of extensions are null unless the extension is enabled.</summary>");
        writer.Open($"internal sealed unsafe class {name}");
        foreach (var command in commands) writer.Line($"public readonly {selection.FunctionPointer(command)} {command.Name};");
        writer.Line();
        var loaderOwner = owner ?? "VkInstance";
        var parameters = owner is null ? "" : $"{owner} owner, ";
        writer.Open($"public {name}({parameters}delegate* unmanaged<{loaderOwner}, byte*, void*> load)");
        if (owner is null) writer.Line("var owner = default(VkInstance);");
        foreach (var command in commands)
        {
            var method = command.IsCore ? "Required" : "Optional";
            writer.Line($"{command.Name} = ({selection.FunctionPointer(command)})VkLoader.{method}(load, owner, \"{command.Name}\"u8);");
        }

        writer.Close();
        writer.Close();
    }
}
