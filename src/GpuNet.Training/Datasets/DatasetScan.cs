using System.Security.Cryptography;
using GpuNet.Images;

namespace GpuNet.Datasets;

/// <summary>What reading every image of a dataset has shown.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Samples">The images that can be used, in the dataset's order.</param>
/// <param name="Broken">Those that cannot be read, and why.</param>
/// <param name="Duplicates">Those whose content another image of the same class has already; they are not used.</param>
/// <param name="Conflicts">Those whose content stands in several classes; none of them is used.</param>
public sealed record DatasetScan(
    Dataset Dataset, IReadOnlyList<ScannedSample> Samples, IReadOnlyList<BrokenSample> Broken, IReadOnlyList<DuplicateSample> Duplicates,
    IReadOnlyList<DuplicateSample> Conflicts)
{
    private const int FewestClasses = 2;

    /// <summary>How many images a class has that can be used, in the order of <see cref="Dataset.Classes"/>.</summary>
    public IReadOnlyList<int> ClassCounts { get; } = CountClasses(Dataset.Classes, Samples);

    /// <summary>Reads every image: hashes its content and, unless that is known to decode, decodes it.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <param name="isKnown">Whether an image with that content hash need not be decoded; null for none.</param>
    /// <param name="progress">Called with 1 for each image, from any thread.</param>
    /// <param name="cancellation">Ends the scan between two images.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    /// <exception cref="ImageLibraryMissingException">The library that decodes a kind of image is not installed.</exception>
    public static DatasetScan Run(
        Dataset dataset, Func<string, bool>? isKnown = null, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        var outcomes = new Outcome[dataset.Samples.Count];
        ParallelImages.For(
            outcomes.Length,
            i =>
            {
                outcomes[i] = Examine(dataset.Samples[i], isKnown);
                progress?.Invoke(1);
            },
            cancellation);
        return Sort(dataset, outcomes);
    }

    /// <summary>Refuses what no classifier can be trained on.</summary>
    /// <exception cref="DatasetException">There are fewer than two classes, or a class has no image that can be used.</exception>
    public void RequireTrainable()
    {
        if (Dataset.Classes.Count < FewestClasses)
            throw new DatasetException($"{Dataset.Source}: has one class, '{Dataset.Classes[0]}'; a classifier needs at least {FewestClasses}.");
        for (var i = 0; i < ClassCounts.Count; i++)
        {
            if (ClassCounts[i] > 0) continue;
            var name = Dataset.Classes[i];
            throw new DatasetException(Broken.FirstOrDefault(b => b.Sample.Label == name) is { } broken
                ? $"{Dataset.Source}: no image of class '{name}' can be read; the first: {broken.Reason}"
                : $"{Dataset.Source}: every image of class '{name}' is also in another class, such as {Conflicts.First(c => c.Sample.Label == name).Original}.");
        }
    }

    private static Outcome Examine(Sample sample, Func<string, bool>? isKnown)
    {
        try
        {
            var bytes = ImageFile.ReadBytes(sample.Path);
            var hash = ContentHash.Of(bytes, sample.Crop);
            if (isKnown is null || !isKnown(hash)) _ = SampleImage.Decode(sample, bytes);
            return new Outcome(hash, null);
        }
        catch (ImageFormatException exception)
        {
            return new Outcome("", exception.Message);
        }
    }

    private static DatasetScan Sort(Dataset dataset, Outcome[] outcomes)
    {
        var broken = new List<BrokenSample>();
        var duplicates = new List<DuplicateSample>();
        var conflicts = new List<DuplicateSample>();
        var good = new List<ScannedSample>();
        foreach (var (sample, outcome) in dataset.Samples.Zip(outcomes))
        {
            if (outcome.Problem is not null) broken.Add(new BrokenSample(sample, outcome.Problem));
            else good.Add(new ScannedSample(sample, outcome.Hash));
        }

        var kept = new List<ScannedSample>();
        var byContent = good.ToLookup(s => s.ContentHash, StringComparer.Ordinal);
        foreach (var scanned in good)
        {
            var first = byContent[scanned.ContentHash].First();
            if (byContent[scanned.ContentHash].FirstOrDefault(s => s.Sample.Label != scanned.Sample.Label) is { } other)
                conflicts.Add(new DuplicateSample(scanned.Sample, other.Sample));
            else if (!ReferenceEquals(first, scanned)) duplicates.Add(new DuplicateSample(scanned.Sample, first.Sample));
            else kept.Add(scanned);
        }

        return new DatasetScan(dataset, kept, broken, duplicates, conflicts);
    }

    private static int[] CountClasses(IReadOnlyList<string> classes, IReadOnlyList<ScannedSample> samples)
    {
        var counts = samples.CountBy(s => s.Sample.Label, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        return [.. classes.Select(name => counts.GetValueOrDefault(name))];
    }

    private readonly record struct Outcome(string Hash, string? Problem);
}

/// <summary>An image that can be read.</summary>
/// <param name="Sample">The image.</param>
/// <param name="ContentHash">What identifies its content; see <see cref="GpuNet.Datasets.ContentHash"/>.</param>
public sealed record ScannedSample(Sample Sample, string ContentHash);

/// <summary>An image that cannot be read.</summary>
/// <param name="Sample">The image.</param>
/// <param name="Reason">Why, in a line that names it.</param>
public sealed record BrokenSample(Sample Sample, string Reason);

/// <summary>An image whose content another one has too.</summary>
/// <param name="Sample">The image.</param>
/// <param name="Original">The other one.</param>
public sealed record DuplicateSample(Sample Sample, Sample Original);

/// <summary>Identifies the content of an image or of a part of one, whatever its name.</summary>
public static class ContentHash
{
    /// <summary>SHA-256 of the file's bytes, and of the part's place where there is one, in hexadecimal.</summary>
    public static string Of(ReadOnlySpan<byte> file, CropBox? crop)
    {
        var hash = SHA256.HashData(file);
        if (crop is { } box) hash = SHA256.HashData([.. hash, .. System.Text.Encoding.ASCII.GetBytes(box.ToString())]);
        return Convert.ToHexStringLower(hash);
    }
}
