using System.Buffers.Binary;
using GpuNet.Graphs;

namespace GpuNet.Images;

/// <summary>Makes the input of a model from an image.</summary>
public static class ImageTensor
{
    /// <summary>The whole image, resized and normalised as <paramref name="tensor"/> asks; see <see cref="Fill"/>.</summary>
    /// <returns>The bytes of the tensor, little-endian, NHWC.</returns>
    /// <exception cref="InvalidInputException">The tensor does not take an image.</exception>
    public static byte[] Create(RgbImage image, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var extents = ExtentsOf(tensor);
        var bytes = new byte[tensor.ByteLength];
        Fill(ImageResize.Resize(image, extents.Width, extents.Height), tensor, bytes);
        return bytes;
    }

    /// <summary>
    /// Writes an image that has the extents of <paramref name="tensor"/>, [1, height, width, 3], or [1, height, width, 1]
    /// for its brightness. Floats are pixel / 127.5 - 1; integers are the pixels themselves (less 128 where signed), as
    /// their quantisation lays the range of the type over the range of a pixel. Where the quantisation covers another
    /// range, pixel / 127.5 - 1 is quantised.
    /// </summary>
    /// <param name="image">The pixels.</param>
    /// <param name="tensor">What the model takes.</param>
    /// <param name="destination">As many bytes as the tensor has.</param>
    /// <exception cref="InvalidInputException">The tensor does not take an image, or one of other extents.</exception>
    public static void Fill(RgbImage image, Tensor tensor, Span<byte> destination)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(tensor);
        var extents = ExtentsOf(tensor);
        if (image.Width != extents.Width || image.Height != extents.Height)
            throw new InvalidInputException($"{tensor} does not take an image of {image.Width} x {image.Height}.");
        if (destination.Length != tensor.ByteLength)
            throw new InvalidInputException($"{tensor} has {tensor.ByteLength} bytes, not {destination.Length}.");

        var samples = extents.Channels == 3 ? image.Rgb : Brightness(image);
        switch (tensor.Type)
        {
            case ElementType.Float32:
                for (var i = 0; i < samples.Length; i++)
                    BinaryPrimitives.WriteSingleLittleEndian(destination[(i * 4)..], Normalise(samples[i]));
                break;
            case ElementType.Float16:
                for (var i = 0; i < samples.Length; i++)
                    BinaryPrimitives.WriteHalfLittleEndian(destination[(i * 2)..], (Half)Normalise(samples[i]));
                break;
            default:
                var table = QuantisedPixels(tensor);
                for (var i = 0; i < samples.Length; i++) destination[i] = table[samples[i]];
                break;
        }
    }

    private static NhwcExtents ExtentsOf(Tensor tensor)
    {
        if (tensor.Type is not (ElementType.Float32 or ElementType.Float16 or ElementType.UInt8 or ElementType.Int8)
            || tensor.Shape.Rank != 4 || tensor.Shape[0] != 1 || tensor.Shape[3] is not (1 or 3))
            throw new InvalidInputException($"{tensor} does not take an image: that is [1, height, width, 3 or 1] of floats or bytes.");
        return tensor.Shape.ToNhwc();
    }

    private static float Normalise(byte pixel) => (pixel / 127.5f) - 1;

    // Rec. 601, the weights in 1/256; they add up to 256, so grey stays as it is.
    private static byte[] Brightness(RgbImage image)
    {
        var brightness = new byte[image.Width * image.Height];
        for (var i = 0; i < brightness.Length; i++)
        {
            var pixel = image.Rgb.AsSpan(i * 3, 3);
            brightness[i] = (byte)(((77 * pixel[0]) + (150 * pixel[1]) + (29 * pixel[2]) + 128) >> 8);
        }

        return brightness;
    }

    // The byte of the tensor for each value of a pixel.
    private static byte[] QuantisedPixels(Tensor tensor)
    {
        var least = tensor.Type == ElementType.Int8 ? -128 : 0;
        var table = new byte[256];
        var (scale, zeroPoint) = tensor.Quantisation is { } q ? (q.Scales[0], q.ZeroPoints[0]) : (1f, least);
        var covers = CoversPixels(scale * (least - zeroPoint), scale * (least + 255 - zeroPoint));
        for (var pixel = 0; pixel < table.Length; pixel++)
        {
            var quantised = covers
                ? least + pixel
                : Math.Clamp(MathF.Round(Normalise((byte)pixel) / scale) + zeroPoint, least, least + 255);
            table[pixel] = unchecked((byte)(int)quantised);
        }

        return table;
    }

    // Models are trained on pixels in [-1, 1], [0, 1] or [0, 255], and their quantisation covers that up to a step or two:
    // MobileNet's scale of 1/128 covers [-1, 127/128]. The pixels themselves are what such a model was calibrated with.
    private static bool CoversPixels(float least, float greatest)
    {
        var tolerance = (greatest - least) * 2 / 255;
        return IsNear(-1, 1) || IsNear(0, 1) || IsNear(0, 255);

        bool IsNear(float from, float to) => MathF.Abs(least - from) <= tolerance && MathF.Abs(greatest - to) <= tolerance;
    }
}
