using GpuNet.Datasets;
using GpuNet.Images;

namespace GpuNet.Networks;

/// <summary>Images in memory, at the resolution of a network, and their classes.</summary>
/// <param name="Pixels">[images, resolution, resolution, 3].</param>
/// <param name="Labels">The index of each image's class.</param>
/// <param name="Names">What each is called.</param>
internal sealed record TrainingImages(IReadOnlyList<byte[]> Pixels, IReadOnlyList<int> Labels, IReadOnlyList<string> Names)
{
    /// <summary>Number of images.</summary>
    public int Count => Labels.Count;

    /// <summary>Decodes images.</summary>
    public static TrainingImages Load(
        IReadOnlyList<ScannedSample> samples, IReadOnlyDictionary<string, int> classes, int resolution, Action<int>? progress, CancellationToken cancellation)
    {
        var pixels = new byte[samples.Count][];
        ParallelImages.For(
            pixels.Length,
            i =>
            {
                pixels[i] = ImageResize.Resize(SampleImage.Read(samples[i].Sample), resolution, resolution).Rgb;
                progress?.Invoke(1);
            },
            cancellation);
        return new TrainingImages(pixels, [.. samples.Select(s => classes[s.Sample.Label])], [.. samples.Select(s => s.Sample.ToString())]);
    }

    /// <summary>Writes an image as a network takes it, from -1 to 1.</summary>
    /// <param name="index">Which image.</param>
    /// <param name="resolution">Its rows and columns.</param>
    /// <param name="augmentation">How it is changed; null for not.</param>
    /// <param name="seed">Chooses the change.</param>
    /// <param name="destination">[resolution, resolution, 3].</param>
    public void Write(int index, int resolution, Augmentation? augmentation, ulong seed, Span<float> destination)
    {
        var rgb = augmentation is null
            ? Pixels[index]
            : augmentation.Apply(new RgbImage(resolution, resolution, Pixels[index]), resolution, resolution, seed).Rgb;
        for (var i = 0; i < rgb.Length; i++) destination[i] = (rgb[i] / 127.5f) - 1;
    }
}
