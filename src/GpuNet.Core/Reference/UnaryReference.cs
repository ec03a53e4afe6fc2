using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>RELU, RELU6, LOGISTIC and HARD_SWISH. An 8-bit function of one operand is a table of 256.</summary>
internal static class UnaryReference
{
    // Beyond these the float logistic is 1, and e^x: the bounds at which TensorFlow Lite's reference stops dividing.
    private const float LogisticUpperCutoff = 16.619047164916992188f;
    private const float LogisticLowerCutoff = -9f;

    public static void Run(TensorStore store, Unary step)
    {
        var output = store[step.Output];
        if (output.IsByte())
        {
            var input = store[step.Inputs[0]];
            var table = Table(step.Kind, input, output);
            var source = store.Bytes(input.Index);
            var target = store.Writable(output.Index);
            for (var i = 0; i < target.Length; i++) target[i] = table[source[i]];
            return;
        }

        var floats = store.Floats(step.Inputs[0]);
        var results = store.WritableFloats(step.Output);
        for (var i = 0; i < results.Length; i++) results[i] = Compute(step.Kind, floats[i]);
    }

    private static float Compute(UnaryKind kind, float x) => kind switch
    {
        UnaryKind.Relu => MathF.Max(x, 0),
        UnaryKind.Relu6 => MathF.Min(MathF.Max(x, 0), 6),
        UnaryKind.Logistic when x > LogisticUpperCutoff => 1,
        UnaryKind.Logistic when x < LogisticLowerCutoff => MathF.Exp(x),
        UnaryKind.Logistic => Logistic(x),
        _ => x * MathF.Min(6, MathF.Max(0, x + 3)) / 6,
    };

    private static float Logistic(float x) => 1 / (1 + MathF.Exp(-x));

    /// <summary>The result's byte for each byte of the input.</summary>
    private static byte[] Table(UnaryKind kind, Tensor input, Tensor output)
    {
        Func<int, int> compute = kind switch
        {
            UnaryKind.Relu => Rectifier(input, output, Activation.Relu),
            UnaryKind.Relu6 => Rectifier(input, output, Activation.Relu6),
            UnaryKind.Logistic => QuantisedLogistic(input, output),
            _ => HardSwishReference.Function(input, output),
        };
        var table = new byte[256];
        var (least, greatest) = input.TypeBounds();
        for (var q = least; q <= greatest; q++) table[(byte)q] = (byte)compute(q - input.ZeroPoint());
        return table;
    }

    private static Func<int, int> Rectifier(Tensor input, Tensor output, Activation activation)
    {
        var multiplier = FixedPoint.QuantiseMultiplier(input.Scale() / output.Scale());
        var bounds = output.ActivationBounds(activation);
        return x => bounds.Clamp(FixedPoint.Requantise(x, multiplier) + output.ZeroPoint());
    }

    private static Func<int, int> QuantisedLogistic(Tensor input, Tensor output)
    {
        var inverseScale = 1 / output.Scale();
        var bounds = output.TypeBounds();
        return x => bounds.Clamp(FixedPoint.RoundAway(Logistic(input.Scale() * x) * inverseScale) + output.ZeroPoint());
    }
}
