namespace GpuNet.Bindings;

/// <summary>The part of a registry that an allow-list asks for, with everything that it needs.</summary>
internal sealed class VulkanSelection
{
    private const string StructureType = "VkStructureType";

    private readonly VulkanRegistry registry;
    private readonly VulkanAllowList allowList;
    private readonly HashSet<string> visited = [];
    private readonly HashSet<string> structureTypes = [];

    /// <exception cref="BindingsException">The registry lacks something that is asked for.</exception>
    public VulkanSelection(VulkanRegistry registry, VulkanAllowList allowList)
    {
        this.registry = registry;
        this.allowList = allowList;
        foreach (var name in allowList.Commands)
        {
            var command = registry.FindCommand(name) ?? throw new BindingsException($"the registry has no command {name}");
            Commands.Add(command);
            Visit(command);
        }

        foreach (var name in allowList.Structs) Visit(name);
        foreach (var name in allowList.EnumMembers.Keys) Visit(name);
        if (structureTypes.Count > 0) Enums[StructureType] = Restrict(StructureType, structureTypes);
    }

    public List<VulkanCommand> Commands { get; } = [];

    public SortedDictionary<string, VulkanStruct> Structs { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, VulkanHandle> Handles { get; } = new(StringComparer.Ordinal);

    public SortedDictionary<string, VulkanEnum> Enums { get; } = new(StringComparer.Ordinal);

    /// <summary>The C# type of a declaration.</summary>
    /// <exception cref="BindingsException">It has none.</exception>
    public string CSharpType(VulkanDeclaration declaration)
    {
        // An array that is a parameter is passed as a pointer; one that is a member keeps its element type here.
        return BaseType(declaration) + new string('*', declaration.Pointers);
    }

    /// <summary>The C# type of a pointer to a command.</summary>
    public string FunctionPointer(VulkanCommand command) =>
        $"delegate* unmanaged<{string.Join(", ", command.Parameters.Select(ParameterType).Append(CSharpType(command.Result)))}>";

    private string ParameterType(VulkanDeclaration parameter) =>
        CSharpType(parameter) + (parameter.ArrayLength is null ? "" : "*");

    private string BaseType(VulkanDeclaration declaration)
    {
        var type = registry.Resolve(declaration.Type);
        if (allowList.Opaque.Contains(type)) return "void";
        if (Primitive(type) is { } primitive) return primitive;
        if (registry.Flags.TryGetValue(type, out var bits)) return bits is null ? "uint" : registry.Resolve(bits);
        if (registry.FindCallback(type) is { } callback) return FunctionPointer(callback);
        return type;
    }

    private static string? Primitive(string type) => type switch
    {
        "void" => "void",
        "char" => "byte",
        "float" => "float",
        "double" => "double",
        "int8_t" => "sbyte",
        "uint8_t" => "byte",
        "int16_t" => "short",
        "uint16_t" => "ushort",
        "int32_t" or "int" => "int",
        "uint32_t" or "VkBool32" or "VkFlags" or "VkSampleMask" => "uint",
        "int64_t" => "long",
        "uint64_t" or "VkDeviceSize" or "VkDeviceAddress" or "VkFlags64" => "ulong",
        "size_t" => "nuint",
        _ => null,
    };

    private void Visit(VulkanCommand command)
    {
        Visit(command.Result.Type);
        foreach (var parameter in command.Parameters) Visit(parameter.Type);
    }

    private void Visit(string alias)
    {
        var name = registry.Resolve(alias);
        if (Primitive(name) is not null || allowList.Opaque.Contains(name) || !visited.Add(name)) return;
        if (registry.FindStruct(name) is { } structure)
        {
            Structs.Add(name, structure);
            foreach (var member in structure.Members)
            {
                Visit(member.Type);
                if (member.Value is { } value) structureTypes.Add(value);
            }
        }
        else if (registry.Handles.TryGetValue(name, out var handle))
        {
            Handles.Add(name, handle);
        }
        else if (registry.Flags.TryGetValue(name, out var bits))
        {
            if (bits is not null) Visit(bits);
        }
        else if (registry.FindCallback(name) is { } callback)
        {
            Visit(callback);
        }
        else if (registry.Enums.TryGetValue(name, out var enumeration))
        {
            if (name == StructureType) return;
            Enums.Add(name, allowList.EnumMembers.TryGetValue(name, out var members) ? Restrict(name, members) : enumeration);
        }
        else
        {
            throw new BindingsException($"the registry has no structure, handle or enumeration {name}");
        }
    }

    private VulkanEnum Restrict(string name, IEnumerable<string> members)
    {
        var enumeration = registry.Enums[name];
        var kept = new Dictionary<string, long>();
        foreach (var member in members.Order(StringComparer.Ordinal))
        {
            if (!enumeration.Members.TryGetValue(member, out var value) && !enumeration.ExtensionMembers.TryGetValue(member, out value))
                throw new BindingsException($"the registry's {name} has no member {member}");
            kept.Add(member, value);
        }

        return enumeration with { Members = kept };
    }
}
