using GpuNet.Language;
using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>SOFTMAX over the channels of each pixel: e^(beta * (x - max)) divided by its sum.</summary>
/// <remarks>
/// <para>Grid: one workgroup of up to 32 invocations for each pixel. The invocations share out the slices, and find the
/// greatest value and the sum through shared memory.</para>
/// <para>Layouts: source and destination (x, y, batch * slices + slice).</para>
/// <para>Cost: each texel is read three times and written once.</para>
/// </remarks>
/// <param name="source">The input.</param>
/// <param name="destination">The output.</param>
/// <param name="slices">Slices of one image.</param>
/// <param name="channels">Channels; those that only fill up the last slice take no part.</param>
/// <param name="beta">The factor of the exponent.</param>
[Kernel(32)]
internal readonly partial struct Softmax(
    ReadTensor<Float4> source,
    WriteTensor<Float4> destination,
    int slices,
    int channels,
    float beta)
{
    private const int MaximumGroup = 32;
    private const float Lowest = -3.402823466e38f;

    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        var shared = at.Shared<float>(MaximumGroup);
        var y = at.GroupY;
        var x = at.GroupX;
        var firstLayer = at.GroupZ * slices;

        var greatest = Lowest;
        for (var slice = at.LocalX; slice < slices; slice += at.GroupSizeX)
        {
            var value = Masked(source.Read(x, y, firstLayer + slice), slice, Lowest);
            greatest = Max(greatest, Max(Max(value.X, value.Y), Max(value.Z, value.W)));
        }

        shared[at.LocalX] = greatest;
        at.Barrier();
        for (var i = 0; i < at.GroupSizeX; i++) greatest = Max(greatest, shared[i]);
        at.Barrier();

        var sum = 0f;
        for (var slice = at.LocalX; slice < slices; slice += at.GroupSizeX)
        {
            var power = Exp((source.Read(x, y, firstLayer + slice) - greatest) * beta);
            var value = Masked(power, slice, 0f);
            sum += value.X + value.Y + value.Z + value.W;
        }

        shared[at.LocalX] = sum;
        at.Barrier();
        var total = 0f;
        for (var i = 0; i < at.GroupSizeX; i++) total += shared[i];

        for (var slice = at.LocalX; slice < slices; slice += at.GroupSizeX)
        {
            var power = Exp((source.Read(x, y, firstLayer + slice) - greatest) * beta);
            destination.Write(x, y, firstLayer + slice, power / total);
        }
    }

    private Float4 Masked(Float4 value, int slice, float fill)
    {
        var channel = slice * 4;
        return new Float4(
            value.X,
            channel + 1 < channels ? value.Y : fill,
            channel + 2 < channels ? value.Z : fill,
            channel + 3 < channels ? value.W : fill);
    }
}
