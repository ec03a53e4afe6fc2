using System.Runtime.InteropServices;
using GpuNet.Graphs;
using GpuNet.Kernels;

namespace GpuNet.Planning;

/// <summary>
/// Reads the constants of a network as the device wants their elements. Indices are those of constants, or -1 for an absent one, which has
/// no elements.
/// </summary>
internal sealed class ConstantReader(Graph graph)
{
    /// <summary>All elements of a constant of floats.</summary>
    public float[] Floats(int tensor)
    {
        if (tensor < 0) return [];
        using var all = Part(tensor, 0, Data(tensor).Length);
        return all.Floats.ToArray();
    }

    /// <summary>All elements of a constant of 32-bit integers.</summary>
    public int[] Integers(int tensor)
    {
        if (tensor < 0) return [];
        using var all = Part(tensor, 0, Data(tensor).Length);
        return MemoryMarshal.Cast<byte, int>(all.Bytes).ToArray();
    }

    /// <summary>All elements of a constant of bytes, as the device stores them: unsigned ones less 128.</summary>
    public sbyte[] SignedBytes(int tensor)
    {
        using var all = Part(tensor, 0, Data(tensor).Length);
        return all.SignedBytes.ToArray();
    }

    /// <summary>Some of a constant's rows, which run along all its axes but the first. Dispose it once they are packed.</summary>
    /// <param name="tensor">A constant of floats, or one of bytes, of which unsigned ones come less 128.</param>
    /// <param name="first">The first row.</param>
    /// <param name="count">How many.</param>
    public ConstantPart Rows(int tensor, int first, int count)
    {
        var rowBytes = Data(tensor).Length / graph.Tensors[tensor].Shape[0];
        return Part(tensor, first * rowBytes, count * rowBytes);
    }

    private ConstantPart Part(int tensor, int start, int length) =>
        new(Data(tensor), start, length, flipsSigns: graph.Tensors[tensor].Type == ElementType.UInt8);

    private TensorData Data(int tensor) => graph.Tensors[tensor].Constant!;
}
