using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>Where the taps of a window fall along one axis of an image.</summary>
internal readonly struct Window
{
    private readonly int input;
    private readonly int filter;
    private readonly int stride;
    private readonly int dilation;
    private readonly int before;

    public Window(Padding padding, int input, int output, int filter, int stride, int dilation = 1)
    {
        this.input = input;
        this.filter = filter;
        this.stride = stride;
        this.dilation = dilation;
        var reach = ((filter - 1) * dilation) + 1;
        before = padding == Padding.Same ? Math.Max(0, ((output - 1) * stride) + reach - input) / 2 : 0;
    }

    /// <summary>The pixel under a tap; may lie outside the image.</summary>
    public int Pixel(int output, int tap) => (output * stride) - before + (tap * dilation);

    /// <summary>The taps whose pixels lie inside the image: the first, and the one after the last.</summary>
    public (int First, int End) TapsInside(int output)
    {
        var origin = Pixel(output, 0);
        var first = origin >= 0 ? 0 : (-origin + dilation - 1) / dilation;
        var end = origin >= input ? 0 : Math.Min(filter, (input - origin + dilation - 1) / dilation);
        return (first, Math.Max(first, end));
    }
}
