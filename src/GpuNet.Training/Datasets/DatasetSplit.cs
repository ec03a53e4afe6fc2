using System.Buffers.Binary;

namespace GpuNet.Datasets;

/// <summary>What an image of a dataset is for.</summary>
public enum DatasetPart
{
    /// <summary>The network learns from it.</summary>
    Training,

    /// <summary>Decides when to stop.</summary>
    Validation,

    /// <summary>Measures the result; nothing was chosen by it.</summary>
    Test,
}

/// <summary>
/// Divides a dataset by the hash of each image's content: an image stays in its part when others come or go or names change, and
/// equal images are never on both sides.
/// </summary>
/// <param name="ValidationShare">Share of the images for validation, 0 to 1.</param>
/// <param name="TestShare">Share of the images for the test, 0 to 1.</param>
public sealed record DatasetSplit(double ValidationShare = 0.1, double TestShare = 0.1)
{
    /// <summary>Classes with fewer images are used for training as a whole: a share of them would say little.</summary>
    public const int SmallClass = 10;

    /// <summary>The part of each image, in the order of <see cref="DatasetScan.Samples"/>.</summary>
    public IReadOnlyList<DatasetPart> Divide(DatasetScan scan)
    {
        ArgumentNullException.ThrowIfNull(scan);
        var parts = new DatasetPart[scan.Samples.Count];
        foreach (var members in Enumerable.Range(0, parts.Length).GroupBy(i => scan.Samples[i].Sample.Label, StringComparer.Ordinal))
        {
            var indices = members.ToList();
            if (indices.Count < SmallClass) continue;
            foreach (var i in indices) parts[i] = PartOf(scan.Samples[i].ContentHash);

            // Shares may leave nothing to learn from.
            if (indices.TrueForAll(i => parts[i] != DatasetPart.Training)) parts[indices[0]] = DatasetPart.Training;
        }

        return parts;
    }

    private DatasetPart PartOf(string contentHash)
    {
        var bits = BinaryPrimitives.ReadUInt32BigEndian(Convert.FromHexString(contentHash.AsSpan(0, 8)));
        var position = bits / ((double)uint.MaxValue + 1);
        return position < TestShare ? DatasetPart.Test
            : position < TestShare + ValidationShare ? DatasetPart.Validation
            : DatasetPart.Training;
    }
}
