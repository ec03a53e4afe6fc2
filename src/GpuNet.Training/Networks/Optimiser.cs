namespace GpuNet.Networks;

/// <summary>How parameters follow their gradients.</summary>
public enum OptimiserKind
{
    /// <summary>Stochastic gradient descent with Nesterov's momentum of 0.9.</summary>
    Momentum,

    /// <summary>Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and Hutter, 2019).</summary>
    Adam,
}

/// <summary>Moves parameters by their gradients, which it clears.</summary>
/// <param name="kind">How.</param>
/// <param name="weightDecay">The share of a weight that a step at rate 1 takes away.</param>
internal sealed class Optimiser(OptimiserKind kind, double weightDecay)
{
    private const float Momentum = 0.9f;
    private const float FirstDecay = 0.9f;
    private const float SecondDecay = 0.999f;
    private const float Epsilon = 1e-7f;

    /// <summary>Makes a step.</summary>
    /// <param name="parameters">What moves.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="number">The number of the step, from 1.</param>
    public void Step(IEnumerable<Parameter> parameters, double rate, long number)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.Decays && weightDecay > 0)
            {
                var remains = (float)(1 - (rate * weightDecay));
                foreach (ref var value in parameter.Values.AsSpan()) value *= remains;
            }

            if (kind == OptimiserKind.Adam) Adam(parameter, (float)rate, number);
            else Nesterov(parameter, (float)rate);
            Array.Clear(parameter.Gradient);
        }
    }

    private static void Nesterov(Parameter parameter, float rate)
    {
        for (var i = 0; i < parameter.Values.Length; i++)
        {
            var velocity = (Momentum * parameter.First[i]) - (rate * parameter.Gradient[i]);
            parameter.First[i] = velocity;
            parameter.Values[i] += (Momentum * velocity) - (rate * parameter.Gradient[i]);
        }
    }

    private static void Adam(Parameter parameter, float rate, long number)
    {
        // The moments begin at 0 and are scaled up accordingly.
        var first = rate / (1 - MathF.Pow(FirstDecay, number));
        var second = 1 / (1 - MathF.Pow(SecondDecay, number));
        for (var i = 0; i < parameter.Values.Length; i++)
        {
            var slope = parameter.Gradient[i];
            parameter.First[i] = (FirstDecay * parameter.First[i]) + ((1 - FirstDecay) * slope);
            parameter.Second[i] = (SecondDecay * parameter.Second[i]) + ((1 - SecondDecay) * slope * slope);
            parameter.Values[i] -= first * parameter.First[i] / (MathF.Sqrt(second * parameter.Second[i]) + Epsilon);
        }
    }
}
