using System.Collections.Immutable;
using GpuNet.Datasets;
using GpuNet.Images;

namespace GpuNet.Retraining;

/// <summary>What a bottleneck is computed from: an image as it is, or changed at random.</summary>
/// <param name="Scanned">The image.</param>
/// <param name="AugmentationSeed">Chooses the change; null for none.</param>
public sealed record BottleneckRequest(ScannedSample Scanned, ulong? AugmentationSeed = null)
{
    /// <summary>Identifies what is computed, for the cache.</summary>
    public string Key(Augmentation augmentation) => AugmentationSeed is { } seed
        ? FormattableString.Invariant(
            $"{Scanned.ContentHash}-{seed:x16}-{augmentation.Flip}-{augmentation.Crop:R}-{augmentation.Colour:R}-{augmentation.Rotation:R}")
        : Scanned.ContentHash;
}

/// <summary>The bottlenecks of a dataset.</summary>
/// <param name="Features">The features of each request, real numbers.</param>
/// <param name="FromCache">How many were in the cache.</param>
/// <param name="Computed">How many were computed.</param>
/// <param name="Device">What computed them; null where none had to be.</param>
public sealed record Bottlenecks(IReadOnlyList<float[]> Features, int FromCache, int Computed, string? Device);

/// <summary>Computes bottlenecks on a device, unless they are in the cache.</summary>
/// <param name="extractor">The network.</param>
/// <param name="cache">The cache.</param>
/// <param name="augmentation">How images are changed where that is asked for.</param>
public sealed class BottleneckComputer(FeatureExtractor extractor, BottleneckCache cache, Augmentation augmentation)
{
    // So many images are decoded at once while the device waits; more would only take memory.
    private const int Chunk = 32;

    /// <summary>Computes all.</summary>
    /// <param name="requests">What to compute.</param>
    /// <param name="open">Makes a session of the extractor's model; called only where something must be computed.</param>
    /// <param name="progress">Called with the number of those that have become ready since the last call.</param>
    /// <param name="cancellation">Ends the work between two images; what was computed stays in the cache.</param>
    /// <exception cref="ImageFormatException">An image that could be read cannot any more.</exception>
    /// <exception cref="DeviceException">The device failed.</exception>
    public Bottlenecks Compute(
        IReadOnlyList<BottleneckRequest> requests, Func<Model, Session> open, Action<int>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        ArgumentNullException.ThrowIfNull(open);
        var features = new float[requests.Count][];
        var missing = new List<int>();
        for (var i = 0; i < requests.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (cache.Find(requests[i].Key(augmentation)) is not { } bytes)
            {
                missing.Add(i);
                continue;
            }

            features[i] = RealNumbers.Read(extractor.Output, bytes);
            progress?.Invoke(1);
        }

        string? device = null;
        if (missing.Count > 0)
        {
            using var session = open(extractor.Model);
            device = session.Device;
            foreach (var chunk in missing.Chunk(Chunk)) ComputeChunk(chunk);

            void ComputeChunk(int[] chunk)
            {
                var inputs = Decode([.. chunk.Select(i => requests[i])], cancellation);
                for (var k = 0; k < chunk.Length; k++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    session.Inputs[0].WriteBytes(inputs[k]);
                    session.Run();
                    var bytes = new byte[extractor.Output.ByteLength];
                    session.Outputs[0].ReadBytes(bytes);
                    cache.Add(requests[chunk[k]].Key(augmentation), bytes);
                    features[chunk[k]] = RealNumbers.Read(extractor.Output, bytes);
                    progress?.Invoke(1);
                }
            }
        }

        return new Bottlenecks(features, requests.Count - missing.Count, missing.Count, device);
    }

    private byte[][] Decode(ImmutableArray<BottleneckRequest> requests, CancellationToken cancellation)
    {
        var inputs = new byte[requests.Length][];
        ParallelImages.For(requests.Length, i => inputs[i] = Input(requests[i]), cancellation);
        return inputs;
    }

    private byte[] Input(BottleneckRequest request)
    {
        var image = SampleImage.Read(request.Scanned.Sample);
        if (request.AugmentationSeed is { } seed)
        {
            var extents = extractor.Input.Shape.ToNhwc();
            image = augmentation.Apply(image, extents.Width, extents.Height, seed);
        }

        return ImageTensor.Create(image, extractor.Input);
    }
}
