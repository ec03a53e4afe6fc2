namespace GpuNet.Networks;

/// <summary>
/// Convolution of 3 x 3 pixels at stride 2, padding SAME, without bias, on images: the first layer. The windows are laid out as rows
/// of a matrix, whose product with the weights is the result. Weights are [row, column, input channel, output channel].
/// </summary>
internal sealed unsafe class ConvolutionLayer : Layer
{
    private const int Kernel = 3;
    private const int Stride = 2;

    private readonly float[] windows;
    private readonly int windowLength;

    /// <summary>Weights are still 0.</summary>
    public ConvolutionLayer(LayerShape input, int channels, int capacity)
        : base(input, new LayerShape((input.Height + 1) / Stride, (input.Width + 1) / Stride, channels), capacity)
    {
        windowLength = Kernel * Kernel * input.Channels;
        Weights = new Parameter(windowLength * channels, decays: true);
        windows = new float[checked(capacity * Output.Pixels * windowLength)];
    }

    /// <summary>[row, column, input channel, output channel].</summary>
    public Parameter Weights { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weights];

    /// <inheritdoc/>
    public override void Forward(float[] source, int images, bool isTraining, Workers workers) => workers.Share(images, (_, first, count) =>
    {
        for (var image = first; image < first + count; image++) Unfold(source, image);
        Result.AsSpan(first * Output.Length, count * Output.Length).Clear();
        fixed (float* x = &windows[first * Output.Pixels * windowLength], w = Weights.Values, y = &Result[first * Output.Length])
            MatrixProduct.Add(x, windowLength, 1, w, y, count * Output.Pixels, Output.Channels, windowLength);
    });

    /// <inheritdoc/>
    public override void Backward(float[] source, float[]? sourceGradient, int images, Workers workers)
    {
        if (sourceGradient is not null) throw new ArgumentException("The first layer passes nothing back.", nameof(sourceGradient));
        workers.Share(images, (part, first, count) =>
        {
            var partial = Weights.PartialGradients.AsSpan(part * Weights.Values.Length, Weights.Values.Length);
            partial.Clear();
            fixed (float* x = &windows[first * Output.Pixels * windowLength], dy = &ResultGradient[first * Output.Length], dw = partial)
                MatrixProduct.Add(x, 1, windowLength, dy, dw, windowLength, Output.Channels, count * Output.Pixels);
        });
        Workers.Reduce(Weights.Gradient, Weights.PartialGradients, images);
    }

    private void Unfold(float[] source, int image)
    {
        var (before, left) = (SamePadding.Before(Input.Height, Kernel, Stride), SamePadding.Before(Input.Width, Kernel, Stride));
        var row = windows.AsSpan(image * Output.Pixels * windowLength, Output.Pixels * windowLength);
        row.Clear();
        for (var y = 0; y < Output.Height; y++)
        {
            for (var x = 0; x < Output.Width; x++, row = row[windowLength..])
            {
                for (var ky = 0; ky < Kernel; ky++)
                {
                    var sourceY = (y * Stride) + ky - before;
                    if ((uint)sourceY >= (uint)Input.Height) continue;
                    var firstX = Math.Max((x * Stride) - left, 0);
                    var endX = Math.Min((x * Stride) - left + Kernel, Input.Width);
                    var skipped = firstX - ((x * Stride) - left);
                    source.AsSpan((((image * Input.Height) + sourceY) * Input.Width + firstX) * Input.Channels, (endX - firstX) * Input.Channels)
                        .CopyTo(row[(((ky * Kernel) + skipped) * Input.Channels)..]);
                }
            }
        }
    }
}

/// <summary>TensorFlow's padding SAME.</summary>
internal static class SamePadding
{
    /// <summary>Taps in front of the image: half of what is missing, rounded down.</summary>
    public static int Before(int extent, int kernel, int stride) =>
        Math.Max(((((extent + stride - 1) / stride) - 1) * stride) + kernel - extent, 0) / 2;
}
