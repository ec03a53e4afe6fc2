namespace GpuNet.Import;

/// <summary>What to call a tensor in messages while it is being read; made into text only where something is wrong.</summary>
/// <param name="File">The file's name.</param>
/// <param name="Index">The tensor's index.</param>
/// <param name="Name">The tensor's name in the file.</param>
internal readonly record struct TensorLabel(string File, int Index, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{File}: tensor {Index} '{MessageText.Short(Name)}'";
}
