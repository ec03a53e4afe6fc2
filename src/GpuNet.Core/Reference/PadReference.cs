using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>PAD: the input in the midst of zeros, which for integers are the zero-point.</summary>
internal static class PadReference
{
    public static void Run(TensorStore store, Pad step)
    {
        var (input, output) = (store[step.Inputs[0]], store[step.Output]);
        var source = store.Bytes(input.Index);
        var target = store.Writable(output.Index);
        target.Fill(output.IsByte() ? unchecked((byte)output.ZeroPoint()) : (byte)0);

        Span<int> before = [0, 0, 0, 0];
        step.Before.AsSpan().CopyTo(before[(4 - step.Before.Length)..]);
        var from = FourExtents.Of(input.Shape);
        var to = FourExtents.Of(output.Shape);
        var size = input.Type.ByteLength();
        for (var i = 0; i < from.E0; i++)
        {
            for (var j = 0; j < from.E1; j++)
            {
                for (var k = 0; k < from.E2; k++)
                {
                    var row = source.Slice((((i * from.E1) + j) * from.E2 + k) * from.E3 * size, from.E3 * size);
                    var at = ((((((i + before[0]) * to.E1) + j + before[1]) * to.E2) + k + before[2]) * to.E3) + before[3];
                    row.CopyTo(target[(at * size)..]);
                }
            }
        }
    }
}
