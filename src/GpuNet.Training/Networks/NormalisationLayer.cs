using System.Runtime.Intrinsics;

namespace GpuNet.Networks;

/// <summary>
/// Batch normalisation (Ioffe and Szegedy, 2015) and ReLU6: min(max(gamma * (x - mean) / sqrt(variance + epsilon) + beta, 0), 6) by
/// channel. Training takes mean and variance of the batch, and keeps their moving means for later.
/// </summary>
internal sealed unsafe class NormalisationLayer : Layer
{
    /// <summary>What is added to the variance.</summary>
    public const float Epsilon = 1e-3f;

    private const int Lanes = 8;
    private const float Six = 6;
    private const float Kept = 0.97f;

    private readonly int channels;
    private readonly double[] partialSums;
    private readonly float[] mean;
    private readonly float[] inverse;
    private readonly float[] meanSlope;
    private readonly float[] meanSlopeTimesX;

    /// <summary>Gamma is 1, beta 0.</summary>
    public NormalisationLayer(LayerShape shape, int capacity)
        : base(shape, shape, capacity)
    {
        channels = shape.Channels;
        Gamma = new Parameter(channels, decays: false);
        Beta = new Parameter(channels, decays: false);
        Array.Fill(Gamma.Values, 1);
        RunningMean = new float[channels];
        RunningVariance = new float[channels];
        Array.Fill(RunningVariance, 1);
        (mean, inverse) = (new float[channels], new float[channels]);
        (meanSlope, meanSlopeTimesX) = (new float[channels], new float[channels]);
        partialSums = new double[2 * channels * Workers.Parts];
    }

    /// <summary>The factor of each channel.</summary>
    public Parameter Gamma { get; }

    /// <summary>What is added to each channel.</summary>
    public Parameter Beta { get; }

    /// <summary>The moving mean of each channel.</summary>
    public float[] RunningMean { get; }

    /// <summary>The moving variance of each channel.</summary>
    public float[] RunningVariance { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => [Gamma, Beta];

    /// <inheritdoc/>
    public override void Forward(float[] source, int images, bool isTraining, Workers workers)
    {
        if (isTraining) Measure(source, images, workers);
        else RunningMean.CopyTo(mean, 0);
        for (var c = 0; c < channels && !isTraining; c++) inverse[c] = 1 / MathF.Sqrt(RunningVariance[c] + Epsilon);
        workers.Share(images, (_, first, count) =>
        {
            fixed (float* x = &source[first * Input.Length], y = &Result[first * Input.Length], m = mean, s = inverse, g = Gamma.Values, b = Beta.Values)
            {
                for (var pixel = 0; pixel < count * Input.Pixels; pixel++)
                {
                    var offset = (nint)pixel * channels;
                    for (var c = 0; c < channels; c += Lanes)
                    {
                        var normal = (Vector256.Load(x + offset + c) - Vector256.Load(m + c)) * Vector256.Load(s + c);
                        var value = Vector256.MultiplyAddEstimate(normal, Vector256.Load(g + c), Vector256.Load(b + c));
                        Vector256.Min(Vector256.Max(value, Vector256<float>.Zero), Vector256.Create(Six)).Store(y + offset + c);
                    }
                }
            }
        });
    }

    /// <inheritdoc/>
    public override void Backward(float[] source, float[]? sourceGradient, int images, Workers workers)
    {
        ArgumentNullException.ThrowIfNull(sourceGradient);
        SumSlopes(source, images, workers);
        workers.Share(images, (_, first, count) =>
        {
            fixed (float* x = &source[first * Input.Length], y = &Result[first * Input.Length], dy = &ResultGradient[first * Input.Length],
                dx = &sourceGradient[first * Input.Length], m = mean, s = inverse, g = Gamma.Values, d = meanSlope, dn = meanSlopeTimesX)
            {
                for (var pixel = 0; pixel < count * Input.Pixels; pixel++)
                {
                    var offset = (nint)pixel * channels;
                    for (var c = 0; c < channels; c += Lanes)
                    {
                        var slope = Masked(y + offset + c, dy + offset + c);
                        var scale = Vector256.Load(s + c);
                        var normal = (Vector256.Load(x + offset + c) - Vector256.Load(m + c)) * scale;
                        var centred = slope - Vector256.Load(d + c) - (normal * Vector256.Load(dn + c));
                        (centred * scale * Vector256.Load(g + c)).Store(dx + offset + c);
                    }
                }
            }
        });
    }

    // Mean and variance of each channel: sums of a part of the batch in 64 bits, parts in order.
    private void Measure(float[] source, int images, Workers workers)
    {
        SumPairs(images, workers, (float* x, nint offset, int c) =>
        {
            var value = Vector256.Load(x + offset + c);
            return (value, value * value);
        }, source);
        var count = (double)images * Input.Pixels;
        for (var c = 0; c < channels; c++)
        {
            var (sum, squares) = Total(c, images);
            var average = sum / count;
            var variance = Math.Max((squares / count) - (average * average), 0);
            mean[c] = (float)average;
            inverse[c] = (float)(1 / Math.Sqrt(variance + Epsilon));
            RunningMean[c] = (Kept * RunningMean[c]) + ((1 - Kept) * (float)average);
            RunningVariance[c] = (Kept * RunningVariance[c]) + ((1 - Kept) * (float)variance);
        }
    }

    private void SumSlopes(float[] source, int images, Workers workers)
    {
        fixed (float* y = Result, dy = ResultGradient, m = mean, s = inverse)
        {
            var (result, slopes, means, scales) = ((nint)y, (nint)dy, (nint)m, (nint)s);
            SumPairs(images, workers, (float* x, nint offset, int c) =>
            {
                var slope = Masked((float*)result + offset + c, (float*)slopes + offset + c);
                var normal = (Vector256.Load(x + offset + c) - Vector256.Load((float*)means + c)) * Vector256.Load((float*)scales + c);
                return (slope, slope * normal);
            }, source);
        }

        var count = (double)images * Input.Pixels;
        for (var c = 0; c < channels; c++)
        {
            var (slope, slopeTimesX) = Total(c, images);
            Beta.Gradient[c] += (float)slope;
            Gamma.Gradient[c] += (float)slopeTimesX;
            (meanSlope[c], meanSlopeTimesX[c]) = ((float)(slope / count), (float)(slopeTimesX / count));
        }
    }

    private delegate (Vector256<float> First, Vector256<float> Second) Pair(float* x, nint offset, int channel);

    // Rows are summed in 32 bits, rows and parts in 64.
    private void SumPairs(int images, Workers workers, Pair pair, float[] source) => workers.Share(images, (part, first, count) =>
    {
        var sums = partialSums.AsSpan(part * 2 * channels, 2 * channels);
        sums.Clear();
        Span<float> lanes = stackalloc float[2 * Lanes];
        fixed (float* x = source)
        {
            for (var c = 0; c < channels; c += Lanes)
            {
                for (var row = first * Input.Height; row < (first + count) * Input.Height; row++)
                {
                    Vector256<float> one = default, two = default;
                    var offset = (nint)row * Input.Width * channels;
                    for (var column = 0; column < Input.Width; column++, offset += channels)
                    {
                        var (a, b) = pair(x, offset, c);
                        one += a;
                        two += b;
                    }

                    one.CopyTo(lanes);
                    two.CopyTo(lanes[Lanes..]);
                    for (var lane = 0; lane < Lanes; lane++)
                    {
                        sums[c + lane] += lanes[lane];
                        sums[channels + c + lane] += lanes[Lanes + lane];
                    }
                }
            }
        }
    });

    private (double First, double Second) Total(int channel, int images)
    {
        var (first, second) = (0.0, 0.0);
        for (var part = 0; part < Math.Min(images, Workers.Parts); part++)
        {
            first += partialSums[(part * 2 * channels) + channel];
            second += partialSums[(part * 2 * channels) + channels + channel];
        }

        return (first, second);
    }

    // ReLU6 passes slopes where its result lies strictly between its bounds.
    private static Vector256<float> Masked(float* y, float* dy)
    {
        var result = Vector256.Load(y);
        var passes = Vector256.GreaterThan(result, Vector256<float>.Zero) & Vector256.LessThan(result, Vector256.Create(Six));
        return Vector256.Load(dy) & passes;
    }
}
