using System.Globalization;
using GpuNet.Datasets;
using GpuNet.Evaluation;

namespace GpuNet.Cli.Output;

/// <summary>Shows datasets and what classifiers make of them.</summary>
internal static class DatasetView
{
    private const int MostNamed = 10;
    private const double Imbalance = 3;

    /// <summary>The classes, how many images each has, and what is wrong with the others.</summary>
    public static void ShowScan(Terminal terminal, DatasetScan scan)
    {
        terminal.Table(
            [new("class"), new("images", IsNumber: true)],
            [.. scan.Dataset.Classes.Zip(scan.ClassCounts, (name, count) => new[] { name, Text(count) })]);
        var (least, most) = (scan.ClassCounts.Min(), scan.ClassCounts.Max());
        if (most > least * Imbalance) terminal.Line($"unbalanced: the largest class has {most} images, the smallest {least}; rare classes weigh more.");
        if (least == 1) terminal.Line("a class with one image is learned from it alone, and nothing measures it.");
        Name(terminal, scan.Broken, "cannot be read and were left out", b => b.Reason);
        Name(terminal, scan.Duplicates, "are duplicates and were left out", d => $"{d.Sample} is {d.Original}");
        Name(terminal, scan.Conflicts, "stand in several classes and were left out", c => $"{c.Sample} is {c.Original}");
    }

    /// <summary>A confusion matrix; of many classes, only the pairs that are confused.</summary>
    public static void ShowConfusion(Terminal terminal, ConfusionMatrix matrix, string part)
    {
        const int mostColumns = 12;
        terminal.Line();
        if (matrix.Classes.Count <= mostColumns)
        {
            terminal.Table(
                [new("is \\ taken for"), .. matrix.Classes.Select(name => new Column(name, IsNumber: true))],
                [.. matrix.Classes.Select((name, i) => new[] { name }.Concat(matrix.Counts[i].Select(Text)).ToArray())],
                title: $"{part} images");
            return;
        }

        var confused = matrix.Counts.SelectMany((row, i) => row.Select((count, j) => (i, j, count))).Where(c => c.i != c.j && c.count > 0)
            .OrderByDescending(c => c.count).Take(MostNamed).ToList();
        if (confused.Count == 0) return;
        terminal.Table(
            [new("is"), new("taken for"), new("times", IsNumber: true)],
            [.. confused.Select(c => new[] { matrix.Classes[c.i], matrix.Classes[c.j], Text(c.count) })],
            title: $"{part} images");
    }

    /// <summary>The mistakes that the classifier was surest of.</summary>
    public static void ShowMistakes(Terminal terminal, IReadOnlyList<MistakeReport> mistakes)
    {
        if (mistakes.Count == 0) return;
        terminal.Line();
        terminal.Table(
            [new("worst mistakes"), new("is"), new("taken for"), new("probability", IsNumber: true)],
            [
                .. mistakes.Take(MostNamed).Select(m => new[]
                {
                    m.Image, m.Class, m.TakenFor, m.Probability.ToString("P1", CultureInfo.InvariantCulture),
                }),
            ]);
    }

    /// <summary>The mistakes among predictions, surest first.</summary>
    public static IReadOnlyList<MistakeReport> Mistakes(IEnumerable<Prediction> predictions, IReadOnlyList<string> classes) =>
    [
        .. predictions.Where(p => !p.IsCorrect).OrderByDescending(p => p.Probability).ThenBy(p => p.Image, StringComparer.Ordinal)
            .Select(p => new MistakeReport(p.Image, classes[p.Truth], classes[p.Class], p.Probability)),
    ];

    private static void Name<T>(Terminal terminal, IReadOnlyList<T> items, string what, Func<T, string> text)
    {
        if (items.Count == 0) return;
        terminal.Line($"{items.Count} images {what}:");
        foreach (var item in items.Take(MostNamed)) terminal.Line($"  {text(item)}");
        if (items.Count > MostNamed) terminal.Line($"  and {items.Count - MostNamed} more");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
