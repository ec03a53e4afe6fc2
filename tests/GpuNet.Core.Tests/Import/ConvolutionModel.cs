namespace GpuNet.Core.Tests.Import;

/// <summary>
/// A sound model of one CONV_2D, [1, 4, 4, 2] to [1, 4, 4, 3], whose parts a test spoils one at a time: 'image' (0),
/// 'weights' (1), 'bias' (2), 'result' (3).
/// </summary>
internal sealed class ConvolutionModel
{
    public ConvolutionModel(byte type)
    {
        var isFloat = type == TestModel.Float32;
        float[]? Scale(float scale) => isFloat ? null : [scale];
        var elementLength = isFloat ? 4 : 1;
        Model.Tensor("image", type, [1, 4, 4, 2], null, Scale(0.5f), [1]);
        Model.Tensor("weights", type, [3, 1, 1, 2], new byte[6 * elementLength], Scale(0.25f));
        Model.Tensor("bias", isFloat ? TestModel.Float32 : TestModel.Int32, [3], new byte[12], Scale(0.125f));
        Model.Tensor("result", type, [1, 4, 4, 3], null, Scale(1f), [2]);
        Options = new FlatTable { [0] = (byte)0, [1] = 1, [2] = 1 };
        Step = Model.Operator(3, [0, 1, 2], [3], 1, Options);
    }

    public TestModel Model { get; } = new();

    /// <summary>The Conv2DOptions table.</summary>
    public FlatTable Options { get; }

    /// <summary>The Operator table.</summary>
    public FlatTable Step { get; }

    public FlatTable Image => Model.TensorTable(0);

    public FlatTable Weights => Model.TensorTable(1);

    public FlatTable Bias => Model.TensorTable(2);

    public FlatTable Result => Model.TensorTable(3);

    public GpuNet.Model Load() => Model.Load([0], [3]);

    /// <summary>A tensor's QuantizationParameters table.</summary>
    public static FlatTable Quantisation(float[] scales, long[] zeroPoints, int axis = 0) => new() { [2] = scales, [3] = zeroPoints, [6] = axis };
}
