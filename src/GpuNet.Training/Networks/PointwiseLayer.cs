namespace GpuNet.Networks;

/// <summary>Convolution over one pixel, without bias: a product of matrices. Weights are [input channels, output channels].</summary>
internal sealed unsafe class PointwiseLayer : Layer
{
    private readonly float[] transposed;

    /// <summary>Weights are still 0.</summary>
    /// <param name="input">What it takes.</param>
    /// <param name="channels">Output channels, a multiple of 8, as the input's are.</param>
    /// <param name="capacity">The most images of a batch.</param>
    public PointwiseLayer(LayerShape input, int channels, int capacity)
        : base(input, input with { Channels = channels }, capacity)
    {
        Weights = new Parameter(input.Channels * channels, decays: true);
        transposed = new float[Weights.Values.Length];
    }

    /// <summary>[input channels, output channels].</summary>
    public Parameter Weights { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Weights];

    /// <inheritdoc/>
    public override void Forward(float[] source, int images, bool isTraining, Workers workers) => workers.Share(images, (_, first, count) =>
    {
        Result.AsSpan(first * Output.Length, count * Output.Length).Clear();
        fixed (float* x = &source[first * Input.Length], w = Weights.Values, y = &Result[first * Output.Length])
            MatrixProduct.Add(x, Input.Channels, 1, w, y, count * Input.Pixels, Output.Channels, Input.Channels);
    });

    /// <inheritdoc/>
    public override void Backward(float[] source, float[]? sourceGradient, int images, Workers workers)
    {
        for (var i = 0; i < Input.Channels; i++)
        {
            for (var o = 0; o < Output.Channels; o++) transposed[(o * Input.Channels) + i] = Weights.Values[(i * Output.Channels) + o];
        }

        workers.Share(images, (part, first, count) =>
        {
            var partial = Weights.PartialGradients.AsSpan(part * Weights.Values.Length, Weights.Values.Length);
            partial.Clear();
            fixed (float* x = &source[first * Input.Length], dy = &ResultGradient[first * Output.Length], dw = partial)
                MatrixProduct.Add(x, 1, Input.Channels, dy, dw, Input.Channels, Output.Channels, count * Input.Pixels);
            if (sourceGradient is null) return;
            sourceGradient.AsSpan(first * Input.Length, count * Input.Length).Clear();
            fixed (float* dy = &ResultGradient[first * Output.Length], w = transposed, dx = &sourceGradient[first * Input.Length])
                MatrixProduct.Add(dy, Output.Channels, 1, w, dx, count * Input.Pixels, Input.Channels, Output.Channels);
        });
        Workers.Reduce(Weights.Gradient, Weights.PartialGradients, images);
    }
}
