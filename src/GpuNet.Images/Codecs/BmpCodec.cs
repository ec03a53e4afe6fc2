using System.Buffers.Binary;
using System.Numerics;

namespace GpuNet.Images.Codecs;

/// <summary>
/// Decodes uncompressed BMP: 8 bits with a palette, 24 bits, and 16 or 32 bits with or without channel masks; rows from
/// the bottom or from the top. What an alpha mask covers is ignored, as most programs write no sense into it.
/// </summary>
internal static class BmpCodec
{
    private const int FileHeaderLength = 14;
    private const int InfoHeaderLength = 40;
    private const int CoreHeaderLength = 12;
    private const uint Uncompressed = 0;
    private const uint BitFields = 3;
    private const uint AlphaBitFields = 6;

    public static bool Recognises(ReadOnlySpan<byte> content) => content.StartsWith("BM"u8);

    public static RgbImage Decode(string name, ReadOnlySpan<byte> content)
    {
        if (content.Length < FileHeaderLength + CoreHeaderLength) throw Incomplete(name, "its header is cut off");
        var pixelsAt = UInt32(content, 10);
        var headerLength = UInt32(content, FileHeaderLength);
        var isCore = headerLength == CoreHeaderLength;
        if (!isCore && headerLength is < InfoHeaderLength or > 1024)
            throw new ImageFormatException($"{name}: a BMP with a header of {headerLength} bytes, which is of no known version.");
        if (content.Length < FileHeaderLength + headerLength) throw Incomplete(name, "its header is cut off");

        long width = isCore ? UInt16(content, 18) : Int32(content, 18);
        long signedHeight = isCore ? UInt16(content, 20) : Int32(content, 22);
        var bits = UInt16(content, isCore ? 24 : 28);
        var compression = isCore ? Uncompressed : UInt32(content, 30);
        var height = Math.Abs(signedHeight);
        if (width < 0) throw new ImageFormatException($"{name}: a BMP with a negative width of {width}.");
        ImageLimits.Check(name, width, height);

        var stride = ((width * bits) + 31) / 32 * 4;
        var layout = PixelLayout.Read(name, content, (int)headerLength, bits, compression, isCore);
        if (pixelsAt < layout.End) throw new ImageFormatException($"{name}: a BMP whose pixels begin at byte {pixelsAt}, inside its header.");
        if (pixelsAt + (stride * height) > content.Length)
            throw Incomplete(name, $"its pixels end at byte {pixelsAt + (stride * height)}, and the file has {content.Length}");

        var rgb = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
        {
            var row = signedHeight < 0 ? y : height - 1 - y;
            var source = content.Slice((int)(pixelsAt + (row * stride)), (int)stride);
            layout.DecodeRow(name, source, rgb.AsSpan((int)(y * width * 3), (int)width * 3));
        }

        return new RgbImage((int)width, (int)height, rgb);
    }

    private static ImageFormatException Incomplete(string name, string what) => new($"{name}: an incomplete BMP: {what}.");

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static int Int32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes[at..]);

    /// <summary>How a pixel is stored: an index into a palette, or channels within 16, 24 or 32 bits.</summary>
    private readonly ref struct PixelLayout
    {
        private readonly int bits;
        private readonly ReadOnlySpan<byte> palette;
        private readonly int paletteStride;
        private readonly Channel red;
        private readonly Channel green;
        private readonly Channel blue;

        private PixelLayout(int end, int bits, ReadOnlySpan<byte> palette, int paletteStride)
        {
            End = end;
            this.bits = bits;
            this.palette = palette;
            this.paletteStride = paletteStride;
        }

        private PixelLayout(int end, int bits, uint red, uint green, uint blue)
        {
            End = end;
            this.bits = bits;
            this.red = new Channel(red);
            this.green = new Channel(green);
            this.blue = new Channel(blue);
        }

        /// <summary>The first byte behind the headers, masks and palette.</summary>
        public int End { get; }

        public static PixelLayout Read(
            string name, ReadOnlySpan<byte> content, int headerLength, int bits, uint compression, bool isCore)
        {
            var end = FileHeaderLength + headerLength;
            switch (bits, compression)
            {
                case (8, Uncompressed):
                    var used = isCore ? 0u : UInt32(content, 46);
                    if (used > 256) throw new ImageFormatException($"{name}: a BMP with a palette of {used} colours; 8 bits tell 256 apart.");
                    var stride = isCore ? 3 : 4;
                    var length = (used == 0 ? 256 : (int)used) * stride;
                    if (end + length > content.Length) throw Incomplete(name, "its palette is cut off");
                    return new PixelLayout(end + length, bits, content.Slice(end, length), stride);
                case (24 or 32, Uncompressed):
                    return new PixelLayout(end, bits, 0xff0000, 0xff00, 0xff);
                case (16, Uncompressed):
                    return new PixelLayout(end, bits, 0x7c00, 0x3e0, 0x1f);
                case (16 or 32, BitFields or AlphaBitFields):
                    // The masks follow a header of the first version and are part of the later ones, at the same place.
                    var masksAt = FileHeaderLength + InfoHeaderLength;
                    if (headerLength == InfoHeaderLength) end += compression == BitFields ? 12 : 16;
                    if (masksAt + 12 > content.Length) throw Incomplete(name, "its channel masks are cut off");
                    var (red, green, blue) = (UInt32(content, masksAt), UInt32(content, masksAt + 4), UInt32(content, masksAt + 8));
                    if (!Channel.IsMask(red, bits) || !Channel.IsMask(green, bits) || !Channel.IsMask(blue, bits))
                        throw new ImageFormatException($"{name}: a BMP whose channel masks {red:x}, {green:x}, {blue:x} make no sense for {bits} bits.");
                    return new PixelLayout(end, bits, red, green, blue);
                default:
                    throw new ImageFormatException(
                        $"{name}: a BMP of {bits} bits a pixel with compression {compression}, which is not read; uncompressed 8, 16, 24 and 32 bits are.");
            }
        }

        public void DecodeRow(string name, ReadOnlySpan<byte> source, Span<byte> rgb)
        {
            for (var x = 0; x < rgb.Length / 3; x++)
            {
                var pixel = rgb.Slice(x * 3, 3);
                if (bits == 8)
                {
                    var entry = source[x] * paletteStride;
                    if (entry >= palette.Length)
                        throw new ImageFormatException(
                            $"{name}: a BMP with colour {source[x]}, outside its palette of {palette.Length / paletteStride}.");
                    (pixel[0], pixel[1], pixel[2]) = (palette[entry + 2], palette[entry + 1], palette[entry]);
                    continue;
                }

                var value = bits switch
                {
                    16 => UInt16(source, x * 2),
                    24 => source[x * 3] | ((uint)source[(x * 3) + 1] << 8) | ((uint)source[(x * 3) + 2] << 16),
                    _ => UInt32(source, x * 4),
                };
                (pixel[0], pixel[1], pixel[2]) = (red.Of(value), green.Of(value), blue.Of(value));
            }
        }
    }

    /// <summary>A channel within a pixel: adjacent bits, scaled to 0..255.</summary>
    private readonly struct Channel(uint mask)
    {
        private readonly int shift = BitOperations.TrailingZeroCount(mask);
        private readonly ulong greatest = mask >> BitOperations.TrailingZeroCount(mask);

        public static bool IsMask(uint mask, int bits) =>
            mask != 0 && (bits == 32 || mask >> bits == 0)
            && BitOperations.PopCount(mask) + BitOperations.TrailingZeroCount(mask) + BitOperations.LeadingZeroCount(mask) == 32;

        public byte Of(uint pixel) => (byte)((((pixel & mask) >> shift) * 255 + (greatest / 2)) / greatest);
    }
}
