using System.Runtime.InteropServices;

namespace GpuNet.Images.Codecs;

/// <summary>Decodes JPEG with libjpeg-turbo. A warning of the library (data cut off, or damaged) is an error here.</summary>
internal static unsafe partial class JpegCodec
{
    private const string Library = "libturbojpeg.so.0";
    private const int PixelFormatRgb = 0;
    private const int ColourspaceCmyk = 3;
    private const int ColourspaceYcck = 4;
    private const int StopOnWarning = 8192;

    // A small file may repeat scans over a large image for hours.
    private const int LimitScans = 32768;

    public static bool Recognises(ReadOnlySpan<byte> content) => content.StartsWith<byte>([0xff, 0xd8, 0xff]);

    public static RgbImage Decode(string name, ReadOnlySpan<byte> content) =>
        NativeLibraries.Call(name, content, "JPEG", "libturbojpeg0", &DecodeNatively);

    private static RgbImage DecodeNatively(string name, ReadOnlySpan<byte> content)
    {
        var decoder = tjInitDecompress();
        if (decoder == 0) throw new ImageFormatException($"{name}: the JPEG decoder does not start: {NativeLibraries.Text(tjGetErrorStr2(0))}.");
        try
        {
            fixed (byte* source = content)
            {
                int width, height, subsampling, colourspace;
                if (tjDecompressHeader3(decoder, source, (nuint)content.Length, &width, &height, &subsampling, &colourspace) != 0)
                    throw Damaged(name, decoder);
                if (colourspace is ColourspaceCmyk or ColourspaceYcck)
                    throw new ImageFormatException($"{name}: a CMYK JPEG, which is not read; convert it to RGB.");

                var header = JpegHeader.Scan(content);
                // Beside the pixels: the coefficients of a progressive image (16 bits a sample), or the upright copy.
                ImageLimits.Check(name, width, height, 3 + (header.IsProgressive ? 6 : header.Orientation > 1 ? 3 : 0));
                var rgb = new byte[width * height * 3];
                fixed (byte* destination = rgb)
                {
                    if (tjDecompress2(
                        decoder, source, (nuint)content.Length, destination, width, 0, height, PixelFormatRgb, StopOnWarning | LimitScans) != 0)
                        throw Damaged(name, decoder);
                }

                return Orientation.Apply(new RgbImage(width, height, rgb), header.Orientation);
            }
        }
        finally
        {
            _ = tjDestroy(decoder);
        }
    }

    private static ImageFormatException Damaged(string name, nint decoder) =>
        new($"{name}: a damaged or incomplete JPEG: {NativeLibraries.Text(tjGetErrorStr2(decoder))}.");

    [LibraryImport(Library)]
    private static partial nint tjInitDecompress();

    [LibraryImport(Library)]
    private static partial int tjDecompressHeader3(
        nint handle, byte* source, nuint length, int* width, int* height, int* subsampling, int* colourspace);

    [LibraryImport(Library)]
    private static partial int tjDecompress2(
        nint handle, byte* source, nuint length, byte* destination, int width, int pitch, int height, int pixelFormat, int flags);

    [LibraryImport(Library)]
    private static partial byte* tjGetErrorStr2(nint handle);

    [LibraryImport(Library)]
    private static partial int tjDestroy(nint handle);
}
