using System.Runtime.InteropServices;
using GpuNet.Images;

namespace GpuNet.Cli.Tests.Images;

/// <summary>Writes JPEG, PNG and WebP through the encoders of the libraries that the readers use.</summary>
internal static unsafe partial class NativeEncoders
{
    private const int JpegFormatRgb = 0;
    private const int JpegFormatCmyk = 11;
    private const int JpegProgressive = 16384;
    private const int JpegSamp444 = 0;

    /// <summary>A JPEG of quality 95, colour at full resolution.</summary>
    public static byte[] Jpeg(RgbImage image, bool progressive = false) =>
        Jpeg(image.Rgb, image.Width, image.Height, JpegFormatRgb, progressive ? JpegProgressive : 0);

    /// <summary>A JPEG of four channels, all of one value.</summary>
    public static byte[] CmykJpeg(int width, int height)
    {
        var pixels = new byte[width * height * 4];
        Array.Fill<byte>(pixels, 100);
        return Jpeg(pixels, width, height, JpegFormatCmyk, 0);
    }

    /// <summary>A PNG; <paramref name="format"/> is libpng's: 2 RGB, 3 RGBA, 0 grey, 6 linear RGB of 16 bits.</summary>
    public static byte[] Png<T>(T[] samples, int width, int height, uint format)
        where T : unmanaged
    {
        var image = new PngImage { Version = 1, Width = (uint)width, Height = (uint)height, Format = format };
        fixed (T* pixels = samples)
        {
            nuint length = 0;
            Assert.That(png_image_write_to_memory(&image, null, &length, 0, pixels, 0, null), Is.Not.Zero);
            var file = new byte[length];
            fixed (byte* memory = file)
                Assert.That(png_image_write_to_memory(&image, memory, &length, 0, pixels, 0, null), Is.Not.Zero);
            return file;
        }
    }

    /// <summary>A lossless WebP of three or four channels.</summary>
    public static byte[] WebpLossless(byte[] pixels, int width, int height, int channels)
    {
        fixed (byte* source = pixels)
        {
            byte* output;
            var length = channels == 3
                ? WebPEncodeLosslessRGB(source, width, height, width * 3, &output)
                : WebPEncodeLosslessRGBA(source, width, height, width * 4, &output);
            Assert.That(length, Is.Not.Zero);
            try
            {
                return new ReadOnlySpan<byte>(output, (int)length).ToArray();
            }
            finally
            {
                WebPFree(output);
            }
        }
    }

    private static byte[] Jpeg(byte[] pixels, int width, int height, int format, int flags)
    {
        var encoder = tjInitCompress();
        byte* output = null;
        try
        {
            nuint length = 0;
            fixed (byte* source = pixels)
                Assert.That(tjCompress2(encoder, source, width, 0, height, format, &output, &length, JpegSamp444, 95, flags), Is.Zero);
            return new ReadOnlySpan<byte>(output, (int)length).ToArray();
        }
        finally
        {
            tjFree(output);
            _ = tjDestroy(encoder);
        }
    }

    [LibraryImport("libturbojpeg.so.0")]
    private static partial nint tjInitCompress();

    [LibraryImport("libturbojpeg.so.0")]
    private static partial int tjCompress2(
        nint handle, byte* source, int width, int pitch, int height, int format, byte** output, nuint* length, int subsampling, int quality, int flags);

    [LibraryImport("libturbojpeg.so.0")]
    private static partial void tjFree(byte* buffer);

    [LibraryImport("libturbojpeg.so.0")]
    private static partial int tjDestroy(nint handle);

    [LibraryImport("libpng16.so.16")]
    private static partial int png_image_write_to_memory(
        PngImage* image, void* memory, nuint* length, int convertToEightBits, void* buffer, int rowStride, void* colormap);

    [LibraryImport("libwebp.so.7")]
    private static partial nuint WebPEncodeLosslessRGB(byte* source, int width, int height, int stride, byte** output);

    [LibraryImport("libwebp.so.7")]
    private static partial nuint WebPEncodeLosslessRGBA(byte* source, int width, int height, int stride, byte** output);

    [LibraryImport("libwebp.so.7")]
    private static partial void WebPFree(byte* buffer);

    [StructLayout(LayoutKind.Sequential, Size = 104)]
    private struct PngImage
    {
        public void* Opaque;
        public uint Version;
        public uint Width;
        public uint Height;
        public uint Format;
    }
}
