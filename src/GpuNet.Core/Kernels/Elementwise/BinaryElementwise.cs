using GpuNet.Graphs;
using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>ADD, SUB or MUL of two tensors, either of which is repeated along every axis where its extent is one.</summary>
/// <remarks>
/// <para>Grid: (width, height, batch * slices) of the output, rounded up.</para>
/// <para>Layouts: all tensors (x, y, batch * slices + slice), each with its own number of slices.</para>
/// <para>Cost: two texels read, 4 operations.</para>
/// </remarks>
/// <param name="left">The left operand.</param>
/// <param name="right">The right operand.</param>
/// <param name="destination">The output.</param>
/// <param name="slices">Slices of one image of the output.</param>
/// <param name="leftChannels">Channels of the left operand; one is repeated.</param>
/// <param name="rightChannels">Channels of the right operand; one is repeated.</param>
/// <param name="channels">Channels of the output.</param>
/// <param name="operation">The number of a <see cref="BinaryKind"/>.</param>
/// <param name="activation">The range of the result.</param>
[Kernel(8, 4, 1)]
internal readonly partial struct BinaryElementwise(
    ReadTensor<Float4> left,
    ReadTensor<Float4> right,
    WriteTensor<Float4> destination,
    int slices,
    int leftChannels,
    int rightChannels,
    int channels,
    int operation,
    ActivationRange activation)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X >= destination.Width || at.Y >= destination.Height || at.Z >= destination.Layers) return;
        var batch = at.Z / slices;
        var slice = at.Z % slices;
        var leftLayer = Broadcast.Layer(batch, slice, leftChannels, left.Layers);
        var rightLayer = Broadcast.Layer(batch, slice, rightChannels, right.Layers);
        var a = left.Read(Min(at.X, left.Width - 1), Min(at.Y, left.Height - 1), leftLayer);
        var b = right.Read(Min(at.X, right.Width - 1), Min(at.Y, right.Height - 1), rightLayer);
        if (leftChannels == 1 && channels != 1) a = new Float4(a.X);
        if (rightChannels == 1 && channels != 1) b = new Float4(b.X);
        Float4 result;
        if (operation == (int)BinaryKind.Add) result = a + b;
        else if (operation == (int)BinaryKind.Sub) result = a - b;
        else result = a * b;
        destination.Write(at.X, at.Y, at.Z, Clamp(result, new Float4(activation.Low), new Float4(activation.High)));
    }
}
