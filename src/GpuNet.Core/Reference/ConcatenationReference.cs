using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>CONCATENATION: the inputs one after the other along an axis. UInt8 inputs of another scale are rescaled in float.</summary>
internal static class ConcatenationReference
{
    public static void Run(TensorStore store, Concatenation step)
    {
        var output = store[step.Output];
        var target = store.Writable(step.Output);
        var rowLength = RowLength(output, step.Axis);
        var at = 0;
        foreach (var index in step.Inputs)
        {
            var input = store[index];
            var length = RowLength(input, step.Axis);
            var source = Rescaled(store.Bytes(index), input, output);
            for (var row = 0; row * length < source.Length; row++)
                source.Slice(row * length, length).CopyTo(target[((row * rowLength) + at)..]);
            at += length;
        }
    }

    /// <summary>Bytes from one step along the axes before to the next.</summary>
    private static int RowLength(Tensor tensor, int axis)
    {
        var length = tensor.Type.ByteLength();
        foreach (var extent in tensor.Shape.Extents.AsSpan()[axis..]) length *= extent;
        return length;
    }

    private static ReadOnlySpan<byte> Rescaled(ReadOnlySpan<byte> bytes, Tensor input, Tensor output)
    {
        if (input.Type != ElementType.UInt8 || (input.Scale() == output.Scale() && input.ZeroPoint() == output.ZeroPoint())) return bytes;
        var scale = input.Scale() * (1 / output.Scale());
        var offset = -input.ZeroPoint() * scale;
        var bounds = output.TypeBounds();
        var rescaled = new byte[bytes.Length];
        for (var i = 0; i < rescaled.Length; i++)
            rescaled[i] = (byte)bounds.Clamp(FixedPoint.RoundAway((bytes[i] * scale) + offset) + output.ZeroPoint());
        return rescaled;
    }
}
