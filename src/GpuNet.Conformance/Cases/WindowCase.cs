using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>A window over an image.</summary>
internal readonly record struct WindowCase(
    int KernelX, int KernelY, int StrideX, int StrideY, int DilationX, int DilationY, Padding Padding)
{
    public static WindowCase Pointwise { get; } = new(1, 1, 1, 1, 1, 1, Padding.Same);

    public int Taps => KernelX * KernelY;

    /// <summary>A random window; VALID only where it fits into the image.</summary>
    public static WindowCase Random(Random random, NhwcExtents input)
    {
        var window = new WindowCase(
            random.Next(1, 6), random.Next(1, 5), random.Next(1, 4), random.Next(1, 4), random.Next(1, 3), random.Next(1, 3), Padding.Same);
        var fits = window.SpanX <= input.Width && window.SpanY <= input.Height;
        return fits && random.Next(2) == 0 ? window with { Padding = Padding.Valid } : window;
    }

    /// <summary>The shape of what the window gives.</summary>
    public Shape OutputOf(NhwcExtents input, int channels) => new(
        input.Batch, Outputs(input.Height, SpanY, StrideY), Outputs(input.Width, SpanX, StrideX), channels);

    private int SpanX => ((KernelX - 1) * DilationX) + 1;

    private int SpanY => ((KernelY - 1) * DilationY) + 1;

    private int Outputs(int inputs, int span, int stride) =>
        ((Padding == Padding.Same ? inputs : inputs - span + 1) + stride - 1) / stride;
}
