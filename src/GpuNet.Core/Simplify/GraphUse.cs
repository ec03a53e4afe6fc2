using GpuNet.Graphs;

namespace GpuNet.Simplify;

/// <summary>Who writes and who reads each tensor of a graph.</summary>
internal sealed class GraphUse
{
    private readonly int[] readers;
    private readonly int[] writers;

    public GraphUse(Graph graph)
    {
        readers = new int[graph.Tensors.Length];
        writers = new int[graph.Tensors.Length];
        Array.Fill(writers, -1);
        for (var i = 0; i < graph.Operators.Length; i++)
        {
            writers[graph.Operators[i].Output] = i;
            foreach (var input in graph.Operators[i].Inputs)
            {
                if (input >= 0) readers[input]++;
            }
        }
    }

    /// <summary>The place of the operator that writes a tensor, or -1 if none does.</summary>
    public int WriterOf(int tensor) => writers[tensor];

    /// <summary>How often operators read a tensor; twice by one that reads it twice.</summary>
    public int ReadersOf(int tensor) => readers[tensor];

    /// <summary>How to call an operator in an outcome.</summary>
    public static string Describe(Graph graph, Operator op) => $"{op} -> {graph.Tensors[op.Output]}";
}
