using GpuNet.Devices;
using GpuNet.Language;

namespace GpuNet.Kernels;

/// <summary>ARG_MAX: the index of the greatest element along one axis, the first of equals.</summary>
/// <remarks>
/// <para>Grid: one invocation for each element of the output, in one dimension, rounded up.</para>
/// <para>Layouts: source (x, y, batch * slices + slice); destination in the order of NHWC without the axis.</para>
/// <para>Cost: one texel read for each element.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The indices.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="channels">Channels of the input.</param>
/// <param name="axis">0 for the batch, 1 for y, 2 for x, 3 for the channels.</param>
/// <param name="count">The extent of the axis.</param>
[Kernel(64)]
[Formats(TexelFormat.Float32, TexelFormat.Float16, TexelFormat.Int8)]
internal readonly partial struct ArgMax(
    ReadTensor<Float4> source,
    ReadWriteBuffer<int> destination,
    int slices,
    int channels,
    int axis,
    int count)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Length) return;
        // Take the output's index apart, innermost first; the axis itself has no part in it.
        var rest = at.X;
        var c = axis == 3 ? 0 : rest % channels;
        rest = axis == 3 ? rest : rest / channels;
        var x = axis == 2 ? 0 : rest % source.Width;
        rest = axis == 2 ? rest : rest / source.Width;
        var y = axis == 1 ? 0 : rest % source.Height;
        rest = axis == 1 ? rest : rest / source.Height;
        var n = axis == 0 ? 0 : rest;

        var best = 0;
        var greatest = Element(n, y, x, c);
        for (var i = 1; i < count; i++)
        {
            var value = Element(axis == 0 ? i : n, axis == 1 ? i : y, axis == 2 ? i : x, axis == 3 ? i : c);
            if (value > greatest)
            {
                greatest = value;
                best = i;
            }
        }

        destination[at.X] = best;
    }

    private float Element(int n, int y, int x, int c) => source.Read(x, y, (n * slices) + (c / 4))[c % 4];
}
