using System.Globalization;

namespace GpuNet.Bindings;

/// <summary>Writes handles, enumerations and structures.</summary>
internal static class VulkanTypeWriter
{
    public static void Handles(CSharpWriter writer, VulkanSelection selection)
    {
        foreach (var handle in selection.Handles.Values)
        {
            writer.Line();
            writer.Line($"internal readonly record struct {handle.Name}({(handle.Dispatchable ? "nint" : "ulong")} Value);");
        }
    }

    public static void Enums(CSharpWriter writer, VulkanSelection selection)
    {
        foreach (var enumeration in selection.Enums.Values)
        {
            writer.Line();
            if (enumeration.IsFlags) writer.Line("[System.Flags]");
            writer.Open($"internal enum {enumeration.Name} : {UnderlyingType(enumeration)}");
            foreach (var (name, value) in enumeration.Members) writer.Line($"{name} = {Literal(enumeration, value)},");
            writer.Close();
        }
    }

    public static void Structs(CSharpWriter writer, VulkanSelection selection)
    {
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var structure in selection.Structs.Values)
        {
            writer.Line();
            writer.Open($"internal unsafe struct {structure.Name}");
            foreach (var member in structure.Members) writer.Line(Field(member, selection, tables));
            if (structure.Members.FirstOrDefault(m => m.Value is not null) is { } tag)
            {
                writer.Line();
                writer.Line($"public {structure.Name}() => {tag.Name} = {tag.Type}.{tag.Value};");
            }

            writer.Close();
        }

        foreach (var (table, element) in tables)
        {
            writer.Line();
            writer.Line($"[InlineArray({table[(table.LastIndexOf('_') + 1)..]})]");
            writer.Open($"internal struct {table}");
            writer.Line($"private {element} element;");
            writer.Close();
        }
    }

    private static string Field(VulkanDeclaration member, VulkanSelection selection, SortedDictionary<string, string> tables)
    {
        var type = selection.CSharpType(member);
        var name = Identifier(member.Name);
        if (member.ArrayLength is not { } length) return $"public {type} {name};";
        if (type is "byte" or "int" or "uint" or "float" or "ulong") return $"public fixed {type} {name}[{length}];";

        // Only numbers may be a fixed buffer.
        var table = $"{type}_{length}";
        tables[table] = type;
        return $"public {table} {name};";
    }

    /// <summary>The name of a member or parameter as C# takes it.</summary>
    public static string Identifier(string name) => name is "object" or "event" or "in" or "out" or "ref" ? "@" + name : name;

    private static string UnderlyingType(VulkanEnum enumeration) => enumeration switch
    {
        { Bits: 64 } => "ulong",
        { IsFlags: true } => "uint",
        _ => "int",
    };

    private static string Literal(VulkanEnum enumeration, long value) => enumeration.IsFlags
        ? string.Create(CultureInfo.InvariantCulture, $"0x{value:X}")
        : value.ToString(CultureInfo.InvariantCulture);
}
