using System.Text;
using GpuNet.Metadata;

namespace GpuNet.Cli.Classification;

/// <summary>The names of classes: a text file with one name a line.</summary>
internal sealed class Labels
{
    private const long MaxFileBytes = 16 << 20;

    private readonly string path;
    private readonly IReadOnlyList<string> names;

    private Labels(string path, IReadOnlyList<string> names)
    {
        this.path = path;
        this.names = names;
    }

    /// <summary>Reads the names; blank lines at the end do not count.</summary>
    /// <exception cref="InvalidInputException">There is no such file, or no name in it.</exception>
    public static Labels Read(string path)
    {
        if (!File.Exists(path)) throw new InvalidInputException($"{path}: no such file of labels.");
        if (new FileInfo(path).Length > MaxFileBytes) throw new InvalidInputException($"{path}: too large for a file of labels.");
        var names = File.ReadAllLines(path, Encoding.UTF8).Select(line => line.Trim()).ToList();
        while (names.Count > 0 && names[^1].Length == 0) names.RemoveAt(names.Count - 1);
        return names.Count > 0 ? new Labels(path, names) : throw new InvalidInputException($"{path}: no labels in it.");
    }

    /// <summary>A model, and the names that its file has in it; no names where it has none.</summary>
    /// <exception cref="GpuNetException">The file cannot be read, is no sound or supported model, or its labels are damaged.</exception>
    public static (Model Model, Labels? Labels) Load(string path)
    {
        var (model, found) = ModelLabels.Load(path);
        return (model, found is null ? null : new Labels(path, found));
    }

    /// <summary>The names that the bytes of a model's file have in them; null where they have none.</summary>
    /// <exception cref="ModelFormatException">The labels are damaged.</exception>
    public static Labels? OfModel(ReadOnlyMemory<byte> file, string name) => ModelLabels.Find(file, name) is { } found ? new Labels(name, found) : null;

    /// <summary>
    /// A name for each class. A file with one name fewer than there are classes lacks the background, which is class 0 of
    /// models trained on ImageNet.
    /// </summary>
    /// <exception cref="InvalidInputException">The numbers of names and classes do not fit.</exception>
    public IReadOnlyList<string> For(int classes)
    {
        if (names.Count == classes) return names;
        if (names.Count == classes - 1) return ["background", .. names];
        throw new InvalidInputException($"{path}: has {names.Count} labels, and the model has {classes} classes.");
    }
}
