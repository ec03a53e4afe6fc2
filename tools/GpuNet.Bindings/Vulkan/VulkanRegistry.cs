using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace GpuNet.Bindings;

/// <summary>What <c>vk.xml</c> declares, by name.</summary>
internal sealed partial class VulkanRegistry
{
    private readonly Dictionary<string, int> constants = [];
    private readonly Dictionary<string, string> aliases = [];
    private readonly HashSet<string> coreCommands = [];

    // Declarations are read when they are asked for: most of the registry never is, and some of it (bit fields, tables
    // of tables) has no place in the bindings.
    private readonly Dictionary<string, XElement> structs = [];
    private readonly Dictionary<string, XElement> callbacks = [];
    private readonly Dictionary<string, XElement> commands = [];

    private VulkanRegistry(XElement root)
    {
        foreach (var type in root.Elements("types").Elements("type")) ReadType(type);
        foreach (var enums in root.Elements("enums")) ReadEnums(enums);
        foreach (var feature in root.Elements("feature")) ReadCoreVersion(feature);
        foreach (var extension in root.Elements("extensions").Elements("extension")) ReadExtension(extension);
        foreach (var command in root.Elements("commands").Elements("command")) ReadCommand(command);
    }

    /// <summary>The registry's version: the number of the header that it describes.</summary>
    public string HeaderVersion { get; private set; } = "unknown";

    public Dictionary<string, VulkanHandle> Handles { get; } = [];

    public Dictionary<string, VulkanEnum> Enums { get; } = [];

    /// <summary>Flag types, to the enumeration of their bits; null while there are none.</summary>
    public Dictionary<string, string?> Flags { get; } = [];

    /// <summary>Reads a registry file.</summary>
    /// <exception cref="BindingsException">It is not one.</exception>
    public static VulkanRegistry Load(string path) => Parse(XDocument.Load(path, LoadOptions.PreserveWhitespace), path);

    /// <summary>Reads a registry from XML; <paramref name="source"/> names it in messages.</summary>
    public static VulkanRegistry Parse(XDocument document, string source) =>
        document.Root is { Name.LocalName: "registry" } root
            ? new VulkanRegistry(root)
            : throw new BindingsException($"{source}: no <registry> element");

    /// <summary>The name behind an alias, or <paramref name="name"/> itself.</summary>
    public string Resolve(string name) => aliases.TryGetValue(name, out var target) ? Resolve(target) : name;

    /// <summary>The structure called <paramref name="name"/>, or null.</summary>
    public VulkanStruct? FindStruct(string name) => structs.TryGetValue(name, out var element)
        ? new VulkanStruct(name, [.. element.Elements("member").Select(Declaration)])
        : null;

    /// <summary>The command called <paramref name="name"/>, or null.</summary>
    public VulkanCommand? FindCommand(string name) => commands.TryGetValue(name, out var element)
        ? new VulkanCommand(
            name,
            Declaration(element.Element("proto")!),
            [.. element.Elements("param").Select(Declaration)],
            coreCommands.Contains(name))
        : null;

    /// <summary>The type of a callback called <paramref name="name"/>, or null.</summary>
    public VulkanCommand? FindCallback(string name) =>
        callbacks.TryGetValue(name, out var element) ? Callback(name, element.Value) : null;

    private static string NameOf(XElement element) => (string?)element.Attribute("name") ?? element.Element("name")?.Value ?? "";

    private void ReadType(XElement type)
    {
        var name = NameOf(type);
        if ((string?)type.Attribute("alias") is { } alias)
        {
            aliases[name] = alias;
            return;
        }

        switch ((string?)type.Attribute("category"))
        {
            case "struct":
                structs[name] = type;
                break;
            case "handle":
                Handles[name] = new VulkanHandle(name, type.Element("type")!.Value == "VK_DEFINE_HANDLE");
                break;
            case "bitmask":
                Flags[name] = (string?)type.Attribute("requires") ?? (string?)type.Attribute("bitvalues");
                break;
            case "funcpointer":
                callbacks[name] = type;
                break;
            case "define" when name == "VK_HEADER_VERSION":
                HeaderVersion = type.Value.Trim().Split(' ')[^1];
                break;
        }
    }

    private void ReadEnums(XElement enums)
    {
        var name = NameOf(enums);
        var kind = (string?)enums.Attribute("type");
        if (kind is null)
        {
            foreach (var constant in enums.Elements("enum"))
            {
                if (int.TryParse((string?)constant.Attribute("value"), CultureInfo.InvariantCulture, out var value))
                    constants[NameOf(constant)] = value;
            }

            return;
        }

        var members = new Dictionary<string, long>();
        foreach (var member in enums.Elements("enum"))
        {
            if (member.Attribute("alias") is null) members[NameOf(member)] = EnumValue(member, extension: 0);
        }

        var bits = (int?)enums.Attribute("bitwidth") ?? 32;
        Enums[name] = new VulkanEnum(name, kind == "bitmask", bits, members, []);
    }

    private void ReadCoreVersion(XElement feature)
    {
        foreach (var command in feature.Elements("require").Elements("command")) coreCommands.Add(NameOf(command));
        foreach (var (target, member) in Additions(feature))
            target.Members[NameOf(member)] = EnumValue(member, extension: 0);
    }

    private void ReadExtension(XElement extension)
    {
        var number = (int)extension.Attribute("number")!;
        foreach (var (target, member) in Additions(extension))
            target.ExtensionMembers[NameOf(member)] = EnumValue(member, number);
    }

    private IEnumerable<(VulkanEnum Target, XElement Member)> Additions(XElement container) =>
        from member in container.Elements("require").Elements("enum")
        let extends = (string?)member.Attribute("extends")
        where extends is not null && member.Attribute("alias") is null && Enums.ContainsKey(extends)
        select (Enums[extends], member);

    private void ReadCommand(XElement command)
    {
        var name = NameOf(command);
        if ((string?)command.Attribute("alias") is { } alias)
        {
            aliases[name] = alias;
            return;
        }

        commands[command.Element("proto")!.Element("name")!.Value] = command;
    }

    private VulkanDeclaration Declaration(XElement element)
    {
        var text = string.Concat(element.Nodes().Where(n => n is not XElement { Name.LocalName: "comment" })
            .Select(n => n is XElement e ? e.Value : n.ToString()));
        return Declaration(text, (string?)element.Attribute("values"));
    }

    private VulkanDeclaration Declaration(string text, string? value)
    {
        var match = DeclarationPattern().Match(text.Trim());
        if (!match.Success) throw new BindingsException($"cannot read the declaration '{text.Trim()}'");
        return new VulkanDeclaration(
            match.Groups["name"].Value,
            match.Groups["type"].Value,
            text.Count(c => c == '*'),
            match.Groups["length"] is { Success: true, Value: var length } ? ArrayLength(length) : null,
            value);
    }

    private int ArrayLength(string length)
    {
        if (int.TryParse(length, CultureInfo.InvariantCulture, out var number) || constants.TryGetValue(length, out number))
            return number;
        throw new BindingsException($"the array length {length} is not a constant of the registry");
    }

    private VulkanCommand Callback(string name, string text)
    {
        var result = CallbackResultPattern().Match(text);
        var parameters = text[(text.LastIndexOf('(') + 1)..text.LastIndexOf(')')];
        return new VulkanCommand(
            name,
            Declaration(result.Groups["result"].Value + " result", null),
            parameters.Trim() == "void" ? [] : [.. parameters.Split(',').Select(p => Declaration(p, null))],
            IsCore: false);
    }

    private static long EnumValue(XElement member, int extension)
    {
        if ((string?)member.Attribute("bitpos") is { } position)
            return 1L << int.Parse(position, CultureInfo.InvariantCulture);
        if ((string?)member.Attribute("value") is { } value)
        {
            return value.StartsWith("0x", StringComparison.Ordinal)
                ? long.Parse(value.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
                : long.Parse(value, CultureInfo.InvariantCulture);
        }

        // The numbering of values that extensions add, from the style guide of the API.
        var block = (int?)member.Attribute("extnumber") ?? extension;
        var result = 1000000000L + ((block - 1) * 1000L) + (int)member.Attribute("offset")!;
        return (string?)member.Attribute("dir") == "-" ? -result : result;
    }

    [GeneratedRegex(@"^(const\s+)?(struct\s+)?(?<type>\w+)[\s*]*(const\s*\*\s*)?(?<name>\w+)\s*(\[(?<length>\w+)\])?$")]
    private static partial Regex DeclarationPattern();

    [GeneratedRegex(@"^\s*typedef\s+(?<result>[\w\s*]+?)\s*\(")]
    private static partial Regex CallbackResultPattern();
}
