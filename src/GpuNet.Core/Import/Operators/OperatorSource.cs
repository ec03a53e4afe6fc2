using System.Buffers.Binary;
using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>One operator's table with its tensors at hand, and the errors that name it.</summary>
internal sealed class OperatorSource
{
    private const int MostConstantIntegers = 8;

    private readonly FlatBufferReader reader;
    private readonly FlatBufferTable table;
    private readonly ImmutableArray<Tensor> tensors;
    private readonly IReadOnlyList<TensorState> states;

    public OperatorSource(
        FlatBufferReader reader, OperatorTable source, int index, ImmutableArray<Tensor> tensors, IReadOnlyList<TensorState> states)
    {
        this.reader = reader;
        this.tensors = tensors;
        this.states = states;
        table = source.Table;
        Code = source.Code;
        Index = index;
        Inputs = table.Vector(TfLiteSchema.Operator.Inputs, sizeof(int)).ToInt32s();
        foreach (var input in Inputs)
        {
            if (input < -1 || input >= tensors.Length) throw Malformed($"it reads tensor {input}, and there are {tensors.Length}");
        }

        var outputs = table.Vector(TfLiteSchema.Operator.Outputs, sizeof(int)).ToInt32s();
        if (outputs.Length != 1) throw Malformed($"it has {outputs.Length} outputs instead of 1");
        Output = outputs[0];
        if ((uint)Output >= (uint)tensors.Length) throw Malformed($"it writes tensor {Output}, and there are {tensors.Length}");
        Options = ReadOptions();
    }

    /// <summary>Its place in the file.</summary>
    public int Index { get; }

    /// <summary>Which operator.</summary>
    public BuiltinOperator Code { get; }

    /// <summary>Indices of its inputs, each -1 or a tensor's.</summary>
    public ImmutableArray<int> Inputs { get; }

    /// <summary>Index of its output.</summary>
    public int Output { get; }

    /// <summary>The table of its options; null where the file has none, which means the defaults.</summary>
    public FlatBufferTable? Options { get; }

    /// <summary>The tensor that it writes.</summary>
    public Tensor Result => tensors[Output];

    /// <summary>Refuses a number of inputs outside these bounds.</summary>
    public void RequireInputs(int least, int most)
    {
        if (Inputs.Length >= least && Inputs.Length <= most) return;
        throw Malformed($"it has {Inputs.Length} inputs instead of {(least == most ? $"{least}" : $"{least} to {most}")}");
    }

    /// <summary>The input at a place where there must be one.</summary>
    public Tensor Input(int position) => OptionalInput(position) ?? throw Malformed($"input {position} is absent");

    /// <summary>The input at a place, or null where it is absent.</summary>
    public Tensor? OptionalInput(int position) => position < Inputs.Length && Inputs[position] >= 0 ? tensors[Inputs[position]] : null;

    /// <summary>Refuses weights and biases that change from run to run: they are packed once.</summary>
    public void RequireFixed(Tensor tensor, string role)
    {
        if (states[tensor.Index] is not (TensorState.Constant or TensorState.DequantizedConstant))
            throw Unsupported($"its {role}, {tensor}, is not a constant");
    }

    /// <summary>The values of a small constant of 32- or 64-bit integers: a shape, paddings or axes.</summary>
    public ImmutableArray<int> ConstantIntegers(Tensor tensor, string role)
    {
        if (tensor.Constant is not { } constant) throw Unsupported($"its {role}, {tensor}, is not a constant");
        if (tensor.Type is not (ElementType.Int32 or ElementType.Int64)) throw Malformed($"its {role}, {tensor}, is not made of integers");
        if (tensor.Shape.ElementCount > MostConstantIntegers) throw Malformed($"its {role}, {tensor}, has more than {MostConstantIntegers} values");
        var values = ImmutableArray.CreateBuilder<int>((int)tensor.Shape.ElementCount);
        var bytes = constant.Read().Span;
        for (var i = 0; i < values.Capacity; i++)
        {
            var value = tensor.Type == ElementType.Int32
                ? BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..])
                : BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
            if (value != (int)value) throw Malformed($"its {role}, {tensor}, has the value {value}, which is out of range");
            values.Add((int)value);
        }

        return values.MoveToImmutable();
    }

    /// <summary>The axis with that number, where a negative one counts from the last.</summary>
    public int ResolveAxis(int axis, Tensor tensor)
    {
        var rank = tensor.Shape.Rank;
        if (axis < -rank || axis >= rank) throw Malformed($"axis {axis} lies outside {tensor}");
        return axis < 0 ? axis + rank : axis;
    }

    /// <summary>The fused activation in that field of the options.</summary>
    public Activation Activation(SchemaField field)
    {
        var code = Options?.Byte(field) ?? 0;
        return code switch
        {
            0 => Graphs.Activation.None,
            1 => Graphs.Activation.Relu,
            2 => Graphs.Activation.ReluN1To1,
            3 => Graphs.Activation.Relu6,
            4 or 5 => throw Unsupported($"its fused activation {(code == 4 ? "TANH" : "SIGN_BIT")} is not supported"),
            _ => throw Malformed($"{code} is no fused activation"),
        };
    }

    /// <summary>Counts work on so many bytes against what the file may cause.</summary>
    public void Charge(long bytes) => reader.Charge(bytes, table.Place, TfLiteSchema.Operator.Inputs);

    /// <summary>Refuses an output with other extents than these.</summary>
    public void RequireResult(ReadOnlySpan<int> extents)
    {
        if (!Result.Shape.Extents.AsSpan().SequenceEqual(extents))
            throw Malformed($"its output, {Result}, should have the shape [{string.Join(", ", extents.ToArray())}]");
    }

    /// <summary>The error for a table that contradicts itself.</summary>
    public ModelFormatException Malformed(string problem) => new(Message(problem));

    /// <summary>The error for a sound operator that GpuNet does not run.</summary>
    public UnsupportedModelException Unsupported(string problem) => new(Message(problem));

    private string Message(string problem) => $"{reader.Name}: operator {Index} {BuiltinOperators.NameOf((int)Code)}: {problem}.";

    private FlatBufferTable? ReadOptions()
    {
        var expected = BuiltinOperators.OptionsTypeOf(Code);
        if (expected == 0) return null;
        var type = table.Byte(TfLiteSchema.Operator.BuiltinOptionsType);
        if (type == 0) return null;
        if (type != expected) throw Malformed($"its options are of type {type} instead of {expected}");
        return table.Table(TfLiteSchema.Operator.BuiltinOptions, new TablePlace("options of Operator", Index))
            ?? throw Malformed("its options are missing");
    }
}
