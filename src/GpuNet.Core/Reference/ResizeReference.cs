using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR: which pixels an output pixel is made of, and how.</summary>
internal static class ResizeReference
{
    private const int PositionBits = 10;
    private const int One = 1 << PositionBits;

    public static void Run(TensorStore store, Resize step)
    {
        var type = store[step.Output].Type;
        if (step.Kind == ResizeKind.NearestNeighbor) CopyNearest(store, step);
        else if (type == ElementType.Int8) store.WriteIntegers(step.Output, InterpolateInt8(store, step));
        else InterpolateFloat(store, step, type);
    }

    private static void CopyNearest(TensorStore store, Resize step)
    {
        var (input, output) = (store[step.Inputs[0]].Shape.ToNhwc(), store[step.Output].Shape.ToNhwc());
        var length = input.Channels * store[step.Output].Type.ByteLength();
        var source = store.Bytes(step.Inputs[0]);
        var target = store.Writable(step.Output);
        var at = 0;
        for (var n = 0; n < output.Batch; n++)
        {
            for (var y = 0; y < output.Height; y++)
            {
                var fromY = Nearest(y, input.Height, output.Height, step);
                for (var x = 0; x < output.Width; x++)
                {
                    var pixel = (((n * input.Height) + fromY) * input.Width) + Nearest(x, input.Width, output.Width, step);
                    source.Slice(pixel * length, length).CopyTo(target[at..]);
                    at += length;
                }
            }
        }
    }

    private static int Nearest(int position, int input, int output, Resize step)
    {
        var scale = FloatScale(input, output, step);
        var scaled = (position + (step.HalfPixelCenters ? 0.5f : 0f)) * scale;
        var nearest = step.AlignCorners ? FixedPoint.RoundAway(scaled) : (int)MathF.Floor(scaled);
        return Math.Max(0, Math.Min(nearest, input - 1));
    }

    private static float FloatScale(int input, int output, Resize step) =>
        step.AlignCorners && output > 1 ? (input - 1) / (float)(output - 1) : input / (float)output;

    /// <summary>Float32, and UInt8 in floats, where adding a half and truncating rounds.</summary>
    private static void InterpolateFloat(TensorStore store, Resize step, ElementType type)
    {
        var (input, output) = (store[step.Inputs[0]].Shape.ToNhwc(), store[step.Output].Shape.ToNhwc());
        var isFloat = type == ElementType.Float32;
        var source = isFloat ? store.Floats(step.Inputs[0]).ToArray() : Array.ConvertAll(store.Integers(step.Inputs[0]), q => (float)q);
        var results = new float[output.Batch * output.Height * output.Width * output.Channels];
        var offset = isFloat ? 0f : 0.5f;
        var at = 0;
        for (var n = 0; n < output.Batch; n++)
        {
            for (var y = 0; y < output.Height; y++)
            {
                var (y0, y1, dy) = Between(y, input.Height, output.Height, step);
                for (var x = 0; x < output.Width; x++)
                {
                    var (x0, x1, dx) = Between(x, input.Width, output.Width, step);
                    for (var c = 0; c < output.Channels; c++)
                    {
                        results[at++] =
                            (source[Index(input, n, y0, x0, c)] * (1 - dy) * (1 - dx))
                            + (source[Index(input, n, y1, x0, c)] * dy * (1 - dx))
                            + (source[Index(input, n, y0, x1, c)] * (1 - dy) * dx)
                            + (source[Index(input, n, y1, x1, c)] * dy * dx)
                            + offset;
                    }
                }
            }
        }

        if (isFloat) results.CopyTo(store.WritableFloats(step.Output));
        else store.WriteIntegers(step.Output, Array.ConvertAll(results, value => (int)value));
    }

    /// <summary>The pixels on either side of a position, and the distance to the first.</summary>
    private static (int Lower, int Upper, float Distance) Between(int position, int input, int output, Resize step)
    {
        var scale = FloatScale(input, output, step);
        var scaled = step.HalfPixelCenters ? ((position + 0.5f) * scale) - 0.5f : position * scale;
        var lower = Math.Max((int)MathF.Floor(scaled), 0);
        var upper = Math.Min((int)MathF.Ceiling(scaled), input - 1);
        return (lower, upper, scaled - lower);
    }

    /// <summary>Int8: positions and weights in 1/1024, the sum rounded half away from zero.</summary>
    private static int[] InterpolateInt8(TensorStore store, Resize step)
    {
        var (input, output) = (store[step.Inputs[0]].Shape.ToNhwc(), store[step.Output].Shape.ToNhwc());
        var source = store.Integers(step.Inputs[0]);
        var results = new int[output.Batch * output.Height * output.Width * output.Channels];
        var at = 0;
        for (var n = 0; n < output.Batch; n++)
        {
            for (var y = 0; y < output.Height; y++)
            {
                var (y0, y1, dy) = BetweenInteger(y, input.Height, output.Height, step);
                for (var x = 0; x < output.Width; x++)
                {
                    var (x0, x1, dx) = BetweenInteger(x, input.Width, output.Width, step);
                    for (var c = 0; c < output.Channels; c++)
                    {
                        var sum =
                            ((long)source[Index(input, n, y0, x0, c)] * (One - dy) * (One - dx))
                            + ((long)source[Index(input, n, y1, x0, c)] * dy * (One - dx))
                            + ((long)source[Index(input, n, y0, x1, c)] * (One - dy) * dx)
                            + ((long)source[Index(input, n, y1, x1, c)] * dy * dx);
                        var half = sum > 0 ? 1L << ((2 * PositionBits) - 1) : -(1L << ((2 * PositionBits) - 1));
                        results[at++] = (int)((sum + half) / (1L << (2 * PositionBits)));
                    }
                }
            }
        }

        return results;
    }

    private static (int Lower, int Upper, int Distance) BetweenInteger(int position, int input, int output, Resize step)
    {
        var isAligned = step.AlignCorners && output > 1;
        var (from, to) = isAligned ? (input - 1, output - 1) : (input, output);
        var scale = (int)(((long)One * from) + (to / 2)) / to;
        var scaled = (position * scale) + (step.HalfPixelCenters ? (scale / 2) - (One / 2) : 0);
        var lower = Math.Max(scaled / One, 0);
        var upper = Math.Min((scaled + One - 1) / One, input - 1);
        return (lower, upper, scaled - (One * lower));
    }

    private static int Index(NhwcExtents image, int n, int y, int x, int c) =>
        (((((n * image.Height) + y) * image.Width) + x) * image.Channels) + c;
}
