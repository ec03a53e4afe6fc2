using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuNet.Images.Codecs;

/// <summary>Decodes still WebP images with libwebp.</summary>
internal static unsafe partial class WebpCodec
{
    private const string Library = "libwebp.so.7";
    private const int DecoderAbiVersion = 0x0209;

    public static bool Recognises(ReadOnlySpan<byte> content) =>
        content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8);

    public static RgbImage Decode(string name, ReadOnlySpan<byte> content) =>
        NativeLibraries.Call(name, content, "WebP", "libwebp7", &DecodeNatively);

    private static RgbImage DecodeNatively(string name, ReadOnlySpan<byte> content)
    {
        fixed (byte* source = content)
        {
            Features features;
            if (WebPGetFeaturesInternal(source, (nuint)content.Length, &features, DecoderAbiVersion) != 0) throw Damaged(name);
            if (features.HasAnimation != 0) throw new ImageFormatException($"{name}: an animated WebP, which is not read; save one frame of it.");
            // The lossless decoder holds 4 bytes a pixel of its own beside what it writes.
            var channels = features.HasAlpha != 0 ? 4 : 3;
            ImageLimits.Check(name, features.Width, features.Height, channels + 4);
            var pixels = new byte[features.Width * features.Height * channels];
            fixed (byte* destination = pixels)
            {
                var stride = features.Width * channels;
                var written = channels == 4
                    ? WebPDecodeRGBAInto(source, (nuint)content.Length, destination, (nuint)pixels.Length, stride)
                    : WebPDecodeRGBInto(source, (nuint)content.Length, destination, (nuint)pixels.Length, stride);
                if (written == null) throw Damaged(name);
            }

            return new RgbImage(features.Width, features.Height, channels == 4 ? OverWhite(pixels) : pixels);
        }
    }

    private static byte[] OverWhite(byte[] rgba)
    {
        var rgb = new byte[rgba.Length / 4 * 3];
        for (int from = 0, to = 0; from < rgba.Length; from += 4, to += 3)
        {
            int alpha = rgba[from + 3];
            for (var i = 0; i < 3; i++) rgb[to + i] = (byte)(((rgba[from + i] * alpha) + (255 * (255 - alpha)) + 127) / 255);
        }

        return rgb;
    }

    private static ImageFormatException Damaged(string name) => new($"{name}: a damaged or incomplete WebP.");

    [LibraryImport(Library)]
    private static partial int WebPGetFeaturesInternal(byte* data, nuint size, Features* features, int version);

    [LibraryImport(Library)]
    private static partial byte* WebPDecodeRGBInto(byte* data, nuint size, byte* output, nuint outputSize, int stride);

    [LibraryImport(Library)]
    private static partial byte* WebPDecodeRGBAInto(byte* data, nuint size, byte* output, nuint outputSize, int stride);

    /// <summary>libwebp's <c>WebPBitstreamFeatures</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Features
    {
        public int Width;
        public int Height;
        public int HasAlpha;
        public int HasAnimation;
        public int Format;
        public Padding Reserved;
    }

    [InlineArray(5)]
    private struct Padding
    {
        private uint first;
    }
}
