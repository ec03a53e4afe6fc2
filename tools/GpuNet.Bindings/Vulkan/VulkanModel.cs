namespace GpuNet.Bindings;

/// <summary>A C declaration: a member of a structure or a parameter of a command.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type without pointers and qualifiers.</param>
/// <param name="Pointers">Number of asterisks.</param>
/// <param name="ArrayLength">Number of elements; null unless it is an array.</param>
/// <param name="Value">The only value that it may have, for <c>sType</c>; else null.</param>
internal sealed record VulkanDeclaration(string Name, string Type, int Pointers, int? ArrayLength, string? Value);

/// <summary>A structure.</summary>
internal sealed record VulkanStruct(string Name, IReadOnlyList<VulkanDeclaration> Members);

/// <summary>A handle; dispatchable ones are pointers, the others 64-bit integers.</summary>
internal sealed record VulkanHandle(string Name, bool Dispatchable);

/// <summary>An enumeration or a set of flag bits.</summary>
/// <param name="Name">Its name; that of the bits for flags.</param>
/// <param name="IsFlags">Whether values are combined.</param>
/// <param name="Bits">32 or 64.</param>
/// <param name="Members">Names and values, as they stand in the registry and in its core versions.</param>
/// <param name="ExtensionMembers">Names and values that extensions add.</param>
internal sealed record VulkanEnum(
    string Name, bool IsFlags, int Bits, Dictionary<string, long> Members, Dictionary<string, long> ExtensionMembers);

/// <summary>A command, or the type of a callback.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Result">The type that it returns.</param>
/// <param name="Parameters">Its parameters in order.</param>
/// <param name="IsCore">Whether a core version has it, so that a driver of that version must.</param>
internal sealed record VulkanCommand(
    string Name, VulkanDeclaration Result, IReadOnlyList<VulkanDeclaration> Parameters, bool IsCore);
