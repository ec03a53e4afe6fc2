namespace GpuNet.Networks;

/// <summary>The extents of a layer's input or output, without the batch.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Channels">Values of a pixel.</param>
internal readonly record struct LayerShape(int Height, int Width, int Channels)
{
    /// <summary>Number of values.</summary>
    public int Length => Height * Width * Channels;

    /// <summary>Number of pixels.</summary>
    public int Pixels => Height * Width;
}

/// <summary>A layer: computes its result from a batch, and passes slopes back. Data are NHWC.</summary>
/// <param name="input">What it takes, for each image.</param>
/// <param name="output">What it gives.</param>
/// <param name="capacity">The most images of a batch.</param>
internal abstract class Layer(LayerShape input, LayerShape output, int capacity)
{
    /// <summary>What it takes, for each image.</summary>
    public LayerShape Input { get; } = input;

    /// <summary>What it gives, for each image.</summary>
    public LayerShape Output { get; } = output;

    /// <summary>The result of the last batch.</summary>
    public float[] Result { get; } = new float[checked(output.Length * capacity)];

    /// <summary>The slope of the loss by the result, which the next layer sets.</summary>
    public float[] ResultGradient { get; } = new float[checked(output.Length * capacity)];

    /// <summary>What it learns.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Computes <see cref="Result"/>.</summary>
    public abstract void Forward(float[] source, int images, bool isTraining, Workers workers);

    /// <summary>Computes the gradients of the parameters, and the slope by the source where that is asked for.</summary>
    /// <param name="source">The source of the last <see cref="Forward"/>.</param>
    /// <param name="sourceGradient">Is set; null where nothing is in front.</param>
    /// <param name="images">Images of the batch.</param>
    /// <param name="workers">Threads.</param>
    public abstract void Backward(float[] source, float[]? sourceGradient, int images, Workers workers);
}
