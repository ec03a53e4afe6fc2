using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>
/// Runs a graph as TensorFlow Lite's reference kernels define it, to the bit for integers: naive loops over NHWC, one file
/// for each family of operators, sharing no code with the GPU's kernels. Every tensor is kept. One thread at a time.
/// </summary>
public sealed class ReferenceInterpreter
{
    private readonly TensorStore store;

    /// <summary>Makes room for every tensor of the graph.</summary>
    /// <exception cref="DeviceException">There is not enough memory.</exception>
    public ReferenceInterpreter(Graph graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        store = new TensorStore(graph);
    }

    /// <summary>Sets an input from its elements' bytes: NHWC, little-endian.</summary>
    /// <exception cref="InvalidInputException">The tensor is no input of the graph, or has another number of bytes.</exception>
    public void SetInput(int tensorIndex, ReadOnlySpan<byte> bytes)
    {
        if (!store.Graph.Inputs.Contains(tensorIndex)) throw new InvalidInputException($"Tensor {tensorIndex} is no input of the model.");
        var tensor = store[tensorIndex];
        if (bytes.Length != tensor.ByteLength) throw new InvalidInputException($"{tensor} has {tensor.ByteLength} bytes, not {bytes.Length}.");
        bytes.CopyTo(store.Writable(tensorIndex));
    }

    /// <summary>Runs all operators.</summary>
    public void Run()
    {
        foreach (var step in store.Graph.Operators) Run(step);
    }

    /// <summary>The elements' bytes of any tensor, NHWC, little-endian; overwritten by the next run.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tensor.</exception>
    public ReadOnlySpan<byte> Get(int tensorIndex)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)tensorIndex, (uint)store.Graph.Tensors.Length, nameof(tensorIndex));
        return store.Bytes(tensorIndex);
    }

    /// <summary>Runs one operator, whose inputs are there.</summary>
    internal void Run(Operator step)
    {
        switch (step)
        {
            case Conv2D conv: ConvolutionReference.Run(store, conv); break;
            case DepthwiseConv2D depthwise: DepthwiseConvolutionReference.Run(store, depthwise); break;
            case FullyConnected dense: FullyConnectedReference.Run(store, dense); break;
            case Pool2D pool: PoolReference.Run(store, pool); break;
            case Binary binary: BinaryReference.Run(store, binary); break;
            case Unary unary: UnaryReference.Run(store, unary); break;
            case Softmax softmax: SoftmaxReference.Run(store, softmax); break;
            case Pad pad: PadReference.Run(store, pad); break;
            case Mean mean: MeanReference.Run(store, mean); break;
            case Concatenation concatenation: ConcatenationReference.Run(store, concatenation); break;
            case Resize resize: ResizeReference.Run(store, resize); break;
            case Reshape reshape: store.Bytes(reshape.Inputs[0]).CopyTo(store.Writable(reshape.Output)); break;
            case ArgMax argMax: ArgMaxReference.Run(store, argMax); break;
            case Quantize quantize: ConversionReference.Run(store, quantize); break;
            case Normalise normalise: ConversionReference.Run(store, normalise); break;
            case Dequantize dequantize: ConversionReference.Run(store, dequantize); break;
            default: throw new UnsupportedModelException($"{step} is not known to the reference.");
        }
    }
}
