namespace GpuNet.Bindings;

/// <summary>
/// What to write bindings for. One entry a line, <c>#</c> starts a comment:
/// <c>command NAME</c>; <c>struct NAME</c>, for those that no command names; <c>enum NAME MEMBER...</c>, which keeps these
/// members only; <c>opaque NAME</c>, a structure that is passed as <c>void*</c>.
/// </summary>
internal sealed class VulkanAllowList
{
    public List<string> Commands { get; } = [];

    public List<string> Structs { get; } = [];

    public HashSet<string> Opaque { get; } = [];

    public Dictionary<string, string[]> EnumMembers { get; } = [];

    /// <summary>The list that the project's own bindings are made from.</summary>
    public static VulkanAllowList Default()
    {
        using var stream = typeof(VulkanAllowList).Assembly.GetManifestResourceStream("vulkan.allow.txt")
            ?? throw new BindingsException("vulkan.allow.txt is not in the assembly");
        using var reader = new StreamReader(stream);
        return Parse(reader.ReadToEnd());
    }

    /// <exception cref="BindingsException">A line is not an entry; the message has its number.</exception>
    public static VulkanAllowList Parse(string text)
    {
        var list = new VulkanAllowList();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var words = line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case []:
                    break;
                case ["command", var name]:
                    list.Commands.Add(name);
                    break;
                case ["struct", var name]:
                    list.Structs.Add(name);
                    break;
                case ["opaque", var name]:
                    list.Opaque.Add(name);
                    break;
                case ["enum", var name, _, ..]:
                    list.EnumMembers.Add(name, words[2..]);
                    break;
                default:
                    throw new BindingsException($"vulkan.allow.txt({number}): '{line.Trim()}' is not an entry");
            }
        }

        return list;
    }
}
