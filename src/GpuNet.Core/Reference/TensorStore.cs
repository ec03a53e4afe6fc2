using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>The elements of every tensor of a graph, each in memory of its own.</summary>
internal sealed class TensorStore
{
    private readonly byte[]?[] activations;
    private readonly ReadOnlyMemory<byte>[] constants;

    public TensorStore(Graph graph)
    {
        Graph = graph;
        activations = new byte[graph.Tensors.Length][];
        constants = new ReadOnlyMemory<byte>[graph.Tensors.Length];
        try
        {
            foreach (var input in graph.Inputs) activations[input] ??= new byte[graph.Tensors[input].ByteLength];
            foreach (var step in graph.Operators) activations[step.Output] ??= new byte[graph.Tensors[step.Output].ByteLength];
        }
        catch (OutOfMemoryException exception)
        {
            throw new DeviceException("The reference keeps every tensor, and there is not enough memory for them.", exception);
        }
    }

    public Graph Graph { get; }

    public Tensor this[int index] => Graph.Tensors[index];

    /// <summary>The elements' bytes; none for a tensor that nothing writes.</summary>
    public ReadOnlySpan<byte> Bytes(int index)
    {
        if (activations[index] is { } bytes) return bytes;
        if (constants[index].IsEmpty && Graph.Tensors[index].Constant is { } constant) constants[index] = constant.Read();
        return constants[index].Span;
    }

    /// <summary>The bytes of an activation, to write.</summary>
    public Span<byte> Writable(int index) => activations[index];

    /// <summary>The elements of a Float32 tensor.</summary>
    public ReadOnlySpan<float> Floats(int index) => MemoryMarshal.Cast<byte, float>(Bytes(index));

    /// <summary>The elements of a Float32 activation, to write.</summary>
    public Span<float> WritableFloats(int index) => MemoryMarshal.Cast<byte, float>(Writable(index));

    /// <summary>The elements of an integer tensor of up to 32 bits, each less <paramref name="zeroPoint"/>.</summary>
    public int[] Integers(int index, int zeroPoint = 0)
    {
        var bytes = Bytes(index);
        var type = Graph.Tensors[index].Type;
        if (type == ElementType.Int32) return MemoryMarshal.Cast<byte, int>(bytes).ToArray();
        var integers = new int[bytes.Length];
        if (type == ElementType.Int8)
        {
            for (var i = 0; i < integers.Length; i++) integers[i] = (sbyte)bytes[i] - zeroPoint;
        }
        else
        {
            for (var i = 0; i < integers.Length; i++) integers[i] = bytes[i] - zeroPoint;
        }

        return integers;
    }

    /// <summary>Writes the elements of an 8-bit activation, which are within its type's range.</summary>
    public void WriteIntegers(int index, ReadOnlySpan<int> values)
    {
        var bytes = Writable(index);
        for (var i = 0; i < bytes.Length; i++) bytes[i] = unchecked((byte)values[i]);
    }
}
