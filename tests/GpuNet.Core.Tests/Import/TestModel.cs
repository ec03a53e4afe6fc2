using System.Buffers.Binary;

namespace GpuNet.Core.Tests.Import;

/// <summary>A small model to be written as a <c>.tflite</c> file, sound or not. Field numbers are the public schema's.</summary>
internal sealed class TestModel
{
    public const byte Float32 = 0;
    public const byte Float16 = 1;
    public const byte Int32 = 2;
    public const byte UInt8 = 3;
    public const byte Int64 = 4;
    public const byte Int8 = 9;

    private readonly List<FlatTable> tensors = [];
    private readonly List<FlatTable> buffers = [new()];
    private readonly List<FlatTable> operators = [];
    private readonly List<FlatTable> codes = [];

    /// <summary>The Model table, to change before it is written.</summary>
    public FlatTable Root { get; } = new() { [0] = 3, [3] = "made by a test" };

    /// <summary>The SubGraph table.</summary>
    public FlatTable Subgraph { get; } = new();

    /// <summary>Adds a tensor and answers its index; its table is <see cref="TensorTable"/>.</summary>
    public int Tensor(string name, byte type, int[] shape, byte[]? data = null, float[]? scales = null, long[]? zeroPoints = null, int axis = 0)
    {
        var table = new FlatTable { [0] = shape, [1] = type, [3] = name };
        if (data is not null)
        {
            table[2] = buffers.Count;
            buffers.Add(new FlatTable { [0] = data });
        }

        if (scales is not null)
            table[4] = new FlatTable { [2] = scales, [3] = zeroPoints ?? new long[scales.Length], [6] = axis };
        tensors.Add(table);
        return tensors.Count - 1;
    }

    /// <summary>Adds a constant of 32-bit integers.</summary>
    public int Integers(string name, int[] shape, params int[] values)
    {
        var bytes = new byte[4 * values.Length];
        for (var i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * i), values[i]);
        return Tensor(name, Int32, shape, bytes);
    }

    public FlatTable TensorTable(int index) => tensors[index];

    public FlatTable OperatorTable(int index) => operators[index];

    /// <summary>Adds an operator by its builtin code; options are given with the code of their type.</summary>
    public FlatTable Operator(int code, int[] inputs, int[] outputs, byte optionsType = 0, FlatTable? options = null)
    {
        codes.Add(new FlatTable { [0] = (byte)Math.Min(code, 127), [3] = code });
        operators.Add(new FlatTable { [0] = codes.Count - 1, [1] = inputs, [2] = outputs, [4] = options });
        if (options is not null) operators[^1][3] = optionsType;
        return operators[^1];
    }

    /// <summary>The file, with those graph inputs and outputs.</summary>
    public byte[] ToFile(int[] inputs, int[] outputs)
    {
        Subgraph[0] = tensors.ToArray();
        Subgraph[1] = inputs;
        Subgraph[2] = outputs;
        Subgraph[3] = operators.ToArray();
        Root[1] = codes.ToArray();
        Root[2] ??= new[] { Subgraph };
        Root[4] = buffers.ToArray();
        return Root.ToFile();
    }

    /// <summary>Loads what <see cref="ToFile"/> writes.</summary>
    public Model Load(int[] inputs, int[] outputs) => Model.Load(ToFile(inputs, outputs), "test.tflite");
}
