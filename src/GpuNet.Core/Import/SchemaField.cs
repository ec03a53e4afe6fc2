namespace GpuNet.Import;

/// <summary>A field of a table, as the schema numbers and names it.</summary>
/// <param name="Number">Its place in the table's declaration, from 0; a union takes two.</param>
/// <param name="Name">Its name, for messages.</param>
internal readonly record struct SchemaField(int Number, string Name);

/// <summary>Which table of a file: its type, and its place in the vector that holds it.</summary>
/// <param name="Table">The type's name in the schema.</param>
/// <param name="Index">Its place, or -1 where it stands alone.</param>
internal readonly record struct TablePlace(string Table, int Index = -1)
{
    /// <inheritdoc/>
    public override string ToString() => Index < 0 ? Table : $"{Table} {Index}";
}
