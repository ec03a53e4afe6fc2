using System.Buffers.Binary;
using GpuNet.Images;

namespace GpuNet.Cli.Tests.Images;

/// <summary>Images and image files that the tests make themselves.</summary>
internal static class TestImages
{
    /// <summary>Pixels that all differ from their neighbours.</summary>
    public static RgbImage Noise(int width, int height, int seed)
    {
        var rgb = new byte[width * height * 3];
        new Random(seed).NextBytes(rgb);
        return new RgbImage(width, height, rgb);
    }

    /// <summary>Slowly changing colours, which survive lossy compression.</summary>
    public static RgbImage Gradient(int width, int height)
    {
        var rgb = new byte[width * height * 3];
        for (var i = 0; i < width * height; i++)
        {
            rgb[i * 3] = (byte)(i % width * 255 / Math.Max(width - 1, 1));
            rgb[(i * 3) + 1] = (byte)(i / width * 255 / Math.Max(height - 1, 1));
            rgb[(i * 3) + 2] = 128;
        }

        return new RgbImage(width, height, rgb);
    }

    /// <summary>A binary PPM, or PGM for one byte a pixel.</summary>
    public static byte[] Pnm(string header, byte[] samples) => [.. System.Text.Encoding.ASCII.GetBytes(header), .. samples];

    public static byte[] Ppm(RgbImage image) => Pnm($"P6\n{image.Width} {image.Height}\n255\n", image.Rgb);

    /// <summary>A BMP with a header of 40 bytes.</summary>
    /// <param name="width">Pixels of a row.</param>
    /// <param name="height">Rows; negative if the first is the top.</param>
    /// <param name="bits">Bits a pixel.</param>
    /// <param name="compression">0, or 3 for masks.</param>
    /// <param name="afterHeader">Masks or palette.</param>
    /// <param name="pixels">The rows as stored, without padding.</param>
    /// <param name="colours">Colours of the palette.</param>
    public static byte[] Bmp(int width, int height, int bits, uint compression, byte[] afterHeader, byte[] pixels, int colours = 0)
    {
        var rowLength = width * bits / 8;
        var stride = (rowLength + 3) / 4 * 4;
        var rows = Math.Abs(height);
        var file = new byte[54 + afterHeader.Length + (stride * rows)];
        "BM"u8.CopyTo(file);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), 54 + afterHeader.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), (short)bits);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(30), compression);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(46), colours);
        afterHeader.CopyTo(file, 54);
        for (var y = 0; y < rows; y++)
            pixels.AsSpan(y * rowLength, rowLength).CopyTo(file.AsSpan(54 + afterHeader.Length + (y * stride)));
        return file;
    }

    /// <summary>A bottom-up BMP of 24 bits.</summary>
    public static byte[] Bmp24(RgbImage image)
    {
        var pixels = new List<byte>();
        for (var y = image.Height - 1; y >= 0; y--)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var at = ((y * image.Width) + x) * 3;
                pixels.AddRange([image.Rgb[at + 2], image.Rgb[at + 1], image.Rgb[at]]);
            }
        }

        return Bmp(image.Width, image.Height, 24, 0, [], [.. pixels]);
    }

    /// <summary>Puts EXIF data with an orientation behind the first marker of a JPEG.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation, bool littleEndian)
    {
        byte[] tiff = littleEndian
            ? [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, (byte)orientation, 0, 0, 0, 0, 0, 0, 0]
            : [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        return [0xff, 0xd8, 0xff, 0xe1, 0, (byte)(2 + 6 + tiff.Length), .. "Exif\0\0"u8, .. tiff, .. jpeg.AsSpan(2)];
    }
}
