using GpuNet.Graphs;

namespace GpuNet.Planning;

/// <summary>What kernels there are: refuses the rest before anything is planned.</summary>
internal static class Support
{
    /// <exception cref="UnsupportedModelException">An operator reads or writes a type that no kernel computes in.</exception>
    public static void Check(Graph graph)
    {
        foreach (var input in graph.Inputs) Check(graph.Tensors[input], "The model's input");
        foreach (var op in graph.Operators)
        {
            Check(graph.Tensors[op.Inputs[0]], op.ToString());
            if (op is not ArgMax) Check(graph.Tensors[op.Output], op.ToString());
        }
    }

    private static void Check(Tensor tensor, string where)
    {
        if (tensor.Type is not (ElementType.Float32 or ElementType.UInt8 or ElementType.Int8))
            throw new UnsupportedModelException($"{where}: {tensor} is neither of 32-bit floats nor of bytes; only the reference backend runs such models.");
    }
}
