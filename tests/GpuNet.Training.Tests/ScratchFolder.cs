using GpuNet.Images;

namespace GpuNet.Training.Tests;

/// <summary>A folder that goes with the test.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("gpunet-test-").FullName;

    public string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);

    /// <summary>Writes a file and gives its path.</summary>
    public string Write(string name, ReadOnlySpan<byte> bytes)
    {
        var path = At(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Writes a file of text and gives its path.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Writes an image of one colour and some noise as a PPM.</summary>
    public string WriteImage(string name, int seed, int width = 8, int height = 8, (byte Red, byte Green, byte Blue) colour = default)
    {
        var random = new Random(seed);
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < rgb.Length; i++)
        {
            var channel = (i % 3) switch { 0 => colour.Red, 1 => colour.Green, _ => colour.Blue };
            rgb[i] = (byte)Math.Clamp(channel + random.Next(-20, 21), 0, 255);
        }

        return Write(name, Ppm(new RgbImage(width, height, rgb)));
    }

    public static byte[] Ppm(RgbImage image) =>
        [.. System.Text.Encoding.ASCII.GetBytes($"P6\n{image.Width} {image.Height}\n255\n"), .. image.Rgb];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
