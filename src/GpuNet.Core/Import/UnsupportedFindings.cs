namespace GpuNet.Import;

/// <summary>Collects what a model has that is not supported: one operator is seldom alone, and a user wants to know of all.</summary>
/// <param name="modelName">The model, as messages begin with it.</param>
internal sealed class UnsupportedFindings(string modelName)
{
    private const int MostListed = 20;

    // Enough to be told, and few enough for a damaged file not to take long.
    private const int MostFound = 100;

    private readonly List<UnsupportedModelException> found = [];

    /// <exception cref="UnsupportedModelException">Enough have been found.</exception>
    public void Add(UnsupportedModelException finding)
    {
        found.Add(finding);
        if (found.Count == MostFound) ThrowIfAny();
    }

    /// <exception cref="UnsupportedModelException">There was something, all of it in one line; of very many, the first.</exception>
    public void ThrowIfAny()
    {
        if (found.Count == 0) return;
        if (found.Count == 1) throw found[0];
        var prefix = $"{modelName}: ";
        var messages = found.Take(MostListed).Select(e =>
            (e.Message.StartsWith(prefix, StringComparison.Ordinal) ? e.Message[prefix.Length..] : e.Message).TrimEnd('.'));
        var more = found.Count > MostListed ? $"; and {found.Count - MostListed} more" : "";
        throw new UnsupportedModelException($"{prefix}{found.Count} operators are not supported: {string.Join("; ", messages)}{more}.");
    }
}
