using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GpuNet.Images.Codecs;

/// <summary>Decodes PNG through libpng's simplified interface, which converts every kind of PNG to 8-bit sRGB.</summary>
internal static unsafe partial class PngCodec
{
    private const string Library = "libpng16.so.16";

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0d, 0x0a, 0x1a, 0x0a];

    public static bool Recognises(ReadOnlySpan<byte> content) => content.StartsWith(Signature);

    public static RgbImage Decode(string name, ReadOnlySpan<byte> content) =>
        NativeLibraries.Call(name, content, "PNG", "libpng16-16", &DecodeNatively);

    private static RgbImage DecodeNatively(string name, ReadOnlySpan<byte> content)
    {
        var image = new PngImage { Version = PngImage.CurrentVersion };
        try
        {
            fixed (byte* source = content)
            {
                if (png_image_begin_read_from_memory(&image, source, (nuint)content.Length) == 0) throw Damaged(name, ref image);
                ImageLimits.Check(name, image.Width, image.Height);
                image.Format = PngImage.FormatRgb;
                // Without a colour profile, 16-bit samples are taken for sRGB too, as everybody else does.
                image.Flags |= PngImage.FlagSixteenBitIsSrgb;
                var rgb = new byte[image.Width * image.Height * 3];
                var white = new PngColor(255, 255, 255);
                fixed (byte* destination = rgb)
                {
                    if (png_image_finish_read(&image, &white, destination, 0, null) == 0) throw Damaged(name, ref image);
                }

                return new RgbImage((int)image.Width, (int)image.Height, rgb);
            }
        }
        finally
        {
            png_image_free(&image);
        }
    }

    private static ImageFormatException Damaged(string name, ref PngImage image)
    {
        fixed (byte* message = &image.Message[0])
            return new ImageFormatException($"{name}: a damaged or incomplete PNG: {NativeLibraries.Text(message)}.");
    }

    [LibraryImport(Library)]
    private static partial int png_image_begin_read_from_memory(PngImage* image, byte* memory, nuint size);

    [LibraryImport(Library)]
    private static partial int png_image_finish_read(PngImage* image, PngColor* background, byte* buffer, int rowStride, void* colormap);

    [LibraryImport(Library)]
    private static partial void png_image_free(PngImage* image);

    /// <summary>libpng's <c>png_color</c>.</summary>
    private readonly record struct PngColor(byte Red, byte Green, byte Blue);

    /// <summary>libpng's <c>png_image</c>, 104 bytes.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct PngImage
    {
        public const uint CurrentVersion = 1;
        public const uint FormatRgb = 2;
        public const uint FlagSixteenBitIsSrgb = 4;

        public void* Opaque;
        public uint Version;
        public uint Width;
        public uint Height;
        public uint Format;
        public uint Flags;
        public uint ColormapEntries;
        public uint WarningOrError;
        public MessageText Message;
    }

    [InlineArray(64)]
    private struct MessageText
    {
        private byte first;
    }
}
