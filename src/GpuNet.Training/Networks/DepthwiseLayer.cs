using System.Runtime.Intrinsics;

namespace GpuNet.Networks;

/// <summary>Convolution of 3 x 3 pixels of each channel by itself, padding SAME, without bias. Weights are [row, column, channel].</summary>
internal sealed unsafe class DepthwiseLayer : Layer
{
    private const int Kernel = 3;
    private const int Lanes = 8;

    private readonly int stride;

    /// <summary>Weights are still 0.</summary>
    /// <param name="input">What it takes; channels are a multiple of 8.</param>
    /// <param name="stride">1 or 2.</param>
    /// <param name="capacity">The most images of a batch.</param>
    public DepthwiseLayer(LayerShape input, int stride, int capacity)
        : base(input, input with { Height = (input.Height + stride - 1) / stride, Width = (input.Width + stride - 1) / stride }, capacity)
    {
        this.stride = stride;
        Weights = new Parameter(Kernel * Kernel * input.Channels, decays: true);
    }

    /// <summary>[row, column, channel].</summary>
    public Parameter Weights { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weights];

    /// <summary>Pixels from one window to the next.</summary>
    public int Stride => stride;

    /// <inheritdoc/>
    public override void Forward(float[] source, int images, bool isTraining, Workers workers) => workers.Share(images, (_, first, count) =>
    {
        fixed (float* x = source, w = Weights.Values, y = Result)
        {
            for (var image = first; image < first + count; image++) ForwardImage(x + ((nint)image * Input.Length), w, y + ((nint)image * Output.Length));
        }
    });

    /// <inheritdoc/>
    public override void Backward(float[] source, float[]? sourceGradient, int images, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(sourceGradient);
        workers.Share(images, (part, first, count) =>
        {
            var partial = Weights.PartialGradients.AsSpan(part * Weights.Values.Length, Weights.Values.Length);
            partial.Clear();
            sourceGradient.AsSpan(first * Input.Length, count * Input.Length).Clear();
            fixed (float* x = source, w = Weights.Values, dy = ResultGradient, dx = sourceGradient, dw = partial)
            {
                for (var image = first; image < first + count; image++)
                {
                    var offset = (nint)image * Input.Length;
                    BackwardImage(x + offset, w, dy + ((nint)image * Output.Length), dx + offset, dw);
                }
            }
        });
        Workers.Reduce(Weights.Gradient, Weights.PartialGradients, images);
    }

    private void ForwardImage(float* x, float* w, float* y)
    {
        var channels = Input.Channels;
        for (var row = 0; row < Output.Height; row++)
        {
            var (firstY, endY, sourceY) = Window(row, Input.Height);
            for (var column = 0; column < Output.Width; column++, y += channels)
            {
                var (firstX, endX, sourceX) = Window(column, Input.Width);
                for (var c = 0; c < channels; c += Lanes)
                {
                    Vector256<float> sum = default;
                    for (var ky = firstY; ky < endY; ky++)
                    {
                        var source = x + (((((sourceY + ky) * Input.Width) + sourceX + firstX) * channels) + c);
                        var weight = w + ((((ky * Kernel) + firstX) * channels) + c);
                        for (var kx = firstX; kx < endX; kx++, source += channels, weight += channels)
                            sum = Vector256.MultiplyAddEstimate(Vector256.Load(source), Vector256.Load(weight), sum);
                    }

                    sum.Store(y + c);
                }
            }
        }
    }

    private void BackwardImage(float* x, float* w, float* dy, float* dx, float* dw)
    {
        var channels = Input.Channels;
        for (var row = 0; row < Output.Height; row++)
        {
            var (firstY, endY, sourceY) = Window(row, Input.Height);
            for (var column = 0; column < Output.Width; column++, dy += channels)
            {
                var (firstX, endX, sourceX) = Window(column, Input.Width);
                for (var c = 0; c < channels; c += Lanes)
                {
                    var slope = Vector256.Load(dy + c);
                    for (var ky = firstY; ky < endY; ky++)
                    {
                        var place = ((((sourceY + ky) * Input.Width) + sourceX + firstX) * channels) + c;
                        var tap = (((ky * Kernel) + firstX) * channels) + c;
                        for (var kx = firstX; kx < endX; kx++, place += channels, tap += channels)
                        {
                            Vector256.MultiplyAddEstimate(slope, Vector256.Load(w + tap), Vector256.Load(dx + place)).Store(dx + place);
                            Vector256.MultiplyAddEstimate(slope, Vector256.Load(x + place), Vector256.Load(dw + tap)).Store(dw + tap);
                        }
                    }
                }
            }
        }
    }

    // The taps that lie inside the image, and where tap 0 lies.
    private (int First, int End, int Source) Window(int position, int extent)
    {
        var source = (position * stride) - SamePadding.Before(extent, Kernel, stride);
        return (Math.Max(0, -source), Math.Min(Kernel, extent - source), source);
    }
}
