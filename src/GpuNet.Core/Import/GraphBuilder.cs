using System.Collections.Immutable;
using GpuNet.Graphs;
using GpuNet.Import.Operators;

namespace GpuNet.Import;

/// <summary>
/// Assembles the graph: every operator checked by its importer, every tensor written once and before it is read, every
/// output produced.
/// </summary>
internal sealed class GraphBuilder
{
    private readonly FlatBufferReader reader;
    private readonly FlatBufferTable subgraph;
    private readonly ImmutableArray<Tensor> tensors;
    private readonly TensorState[] states;

    public GraphBuilder(FlatBufferReader reader, FlatBufferTable subgraph, ImmutableArray<Tensor> tensors)
    {
        this.reader = reader;
        this.subgraph = subgraph;
        this.tensors = tensors;
        states = new TensorState[tensors.Length];
        for (var i = 0; i < states.Length; i++) states[i] = tensors[i].Constant is null ? TensorState.Unwritten : TensorState.Constant;
    }

    /// <summary>Builds the graph from its operators' tables.</summary>
    public Graph Build(ImmutableArray<OperatorTable> tables)
    {
        var inputs = ReadIndices(TfLiteSchema.SubGraph.Inputs);
        foreach (var input in inputs)
        {
            if (states[input] == TensorState.Constant) throw Fault($"the input {tensors[input]} is a constant");
            if (states[input] == TensorState.Written) throw Fault($"{tensors[input]} is an input twice");
            states[input] = TensorState.Written;
        }

        var operators = ImportOperators(tables);

        var outputs = ReadIndices(TfLiteSchema.SubGraph.Outputs);
        if (outputs.IsEmpty) throw subgraph.Fault(TfLiteSchema.SubGraph.Outputs, "the subgraph has no output");
        CheckProduced(outputs, operators);
        return new Graph(tensors, operators.MoveToImmutable(), inputs, outputs);
    }

    // One operator that is not supported is seldom alone: all are told at once.
    private ImmutableArray<Operator>.Builder ImportOperators(ImmutableArray<OperatorTable> tables)
    {
        var operators = ImmutableArray.CreateBuilder<Operator>(tables.Length);
        var unsupported = new UnsupportedFindings(reader.Name);
        for (var i = 0; i < tables.Length; i++)
        {
            var source = new OperatorSource(reader, tables[i], i, tensors, states);
            try
            {
                operators.Add(ImportOperator(source));
            }
            catch (UnsupportedModelException e)
            {
                unsupported.Add(e);

                // Those behind it read what it would have written.
                if (states[source.Output] == TensorState.Unwritten) states[source.Output] = TensorState.Written;
            }
        }

        unsupported.ThrowIfAny();
        return operators;
    }

    private Operator ImportOperator(OperatorSource source)
    {
        foreach (var input in source.Inputs)
        {
            if (input >= 0 && states[input] == TensorState.Unwritten)
                throw source.Malformed($"it reads {tensors[input]}, which no input, constant or earlier operator provides");
        }

        var imported = OperatorImporter.Import(source);
        var output = imported.Output;
        if (states[output] != TensorState.Unwritten)
        {
            var what = states[output] == TensorState.Constant ? "a constant" : "an input or already written";
            throw source.Malformed($"it writes {tensors[output]}, which is {what}");
        }

        // Weights may come out of a DEQUANTIZE of a constant: half floats are stored so.
        var isFixed = imported is Dequantize && states[imported.Inputs[0]] == TensorState.Constant;
        states[output] = isFixed ? TensorState.DequantizedConstant : TensorState.Written;
        return imported;
    }

    private ImmutableArray<int> ReadIndices(SchemaField field)
    {
        var indices = subgraph.Vector(field, sizeof(int)).ToInt32s();
        foreach (var index in indices)
        {
            if ((uint)index >= (uint)tensors.Length) throw subgraph.Fault(field, $"there is no tensor {index}: the subgraph has {tensors.Length}");
        }

        return indices;
    }

    private void CheckProduced(ImmutableArray<int> outputs, ImmutableArray<Operator>.Builder operators)
    {
        var isWritten = new bool[tensors.Length];
        foreach (var step in operators) isWritten[step.Output] = true;
        foreach (var output in outputs)
        {
            if (!isWritten[output]) throw Fault($"the output {tensors[output]} is written by no operator");
        }
    }

    private ModelFormatException Fault(string problem) => new($"{reader.Name}: {problem}.");
}

/// <summary>Where a tensor's elements come from, as far as the operators have been read.</summary>
internal enum TensorState
{
    /// <summary>From nowhere yet.</summary>
    Unwritten,

    /// <summary>From the file.</summary>
    Constant,

    /// <summary>From a DEQUANTIZE of a constant: an activation that is the same in every run.</summary>
    DequantizedConstant,

    /// <summary>From the caller or an operator.</summary>
    Written,
}
