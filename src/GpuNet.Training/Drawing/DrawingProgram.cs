using GpuNet.Datasets;
using GpuNet.Images;

namespace GpuNet.Drawing;

/// <summary>
/// Draws a shape or pattern in random colours, size, rotation and place, on a random background, with noise: as many different
/// images of a class as anyone wants, each from its seed.
/// </summary>
public static class DrawingProgram
{
    // Each pixel is the mean of so many samples along each side, which smooths edges.
    private const int Samples = 3;
    private const double LeastContrast = 70;

    /// <summary>Draws an image.</summary>
    /// <param name="name">One of <see cref="DrawnClasses.All"/>.</param>
    /// <param name="extent">Rows and columns.</param>
    /// <param name="seed">Chooses all that varies.</param>
    /// <exception cref="ArgumentException">There is no such class.</exception>
    public static RgbImage Draw(string name, int extent, ulong seed)
    {
        if (!DrawnClasses.Shapes.TryGetValue(name, out var shape)) throw new ArgumentException($"There is no drawn class '{name}'.", nameof(name));
        ArgumentOutOfRangeException.ThrowIfLessThan(extent, 8);
        var random = new SplitMix(SplitMix.Derive(seed, (ulong)extent));
        var background = Background.Choose(ref random);
        var ink = Contrasting(background.Mean, ref random);
        var size = 0.28 + (0.2 * random.NextDouble());
        var stretch = 0.85 + (0.3 * random.NextDouble());
        var angle = 2 * Math.PI * random.NextDouble();
        var (sin, cos) = Math.SinCos(angle);
        var room = Math.Max(0, 0.5 - size);
        var (centreX, centreY) = (0.5 + (room * Signed(ref random)), 0.5 + (room * Signed(ref random)));
        var noise = 18 * random.NextDouble();

        var rgb = new byte[extent * extent * 3];
        for (var y = 0; y < extent; y++)
        {
            for (var x = 0; x < extent; x++)
            {
                var covered = 0;
                for (var sample = 0; sample < Samples * Samples; sample++)
                {
                    var dx = ((x + (((sample % Samples) + 0.5) / Samples)) / extent) - centreX;
                    var dy = ((y + (((sample / Samples) + 0.5) / Samples)) / extent) - centreY;
                    var at = new Point(((cos * dx) + (sin * dy)) / (size * stretch), ((cos * dy) - (sin * dx)) / size);
                    if (shape(at) < 0) covered++;
                }

                var share = covered / (double)(Samples * Samples);
                var behind = background.At((x + 0.5) / extent, (y + 0.5) / extent);
                var pixel = (((y * extent) + x) * 3);
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = (ink[channel] * share) + (behind[channel] * (1 - share)) + (noise * random.NextGaussian());
                    rgb[pixel + channel] = (byte)Math.Clamp(value + 0.5, 0, 255);
                }
            }
        }

        return new RgbImage(extent, extent, rgb);
    }

    private static double Signed(ref SplitMix random) => (2 * random.NextDouble()) - 1;

    // A colour that stands out from another in brightness.
    private static double[] Contrasting(double[] other, ref SplitMix random)
    {
        while (true)
        {
            double[] colour = [255 * random.NextDouble(), 255 * random.NextDouble(), 255 * random.NextDouble()];
            if (Math.Abs(Brightness(colour) - Brightness(other)) > LeastContrast) return colour;
        }
    }

    private static double Brightness(double[] colour) => (0.3 * colour[0]) + (0.59 * colour[1]) + (0.11 * colour[2]);

    /// <summary>A colour that changes slowly from one side to the other, with soft waves.</summary>
    private sealed record Background(double[] From, double[] To, double DirectionX, double DirectionY, double Waves, double Frequency)
    {
        public double[] Mean => [.. From.Zip(To, (a, b) => (a + b) / 2)];

        public static Background Choose(ref SplitMix random)
        {
            double[] from = [255 * random.NextDouble(), 255 * random.NextDouble(), 255 * random.NextDouble()];
            var drift = new double[3];
            for (var i = 0; i < 3; i++) drift[i] = Math.Clamp(from[i] + (50 * Signed(ref random)), 0, 255);
            var (sin, cos) = Math.SinCos(2 * Math.PI * random.NextDouble());
            return new Background(from, drift, cos, sin, 10 * random.NextDouble(), 5 + (25 * random.NextDouble()));
        }

        public double[] At(double x, double y)
        {
            var along = Math.Clamp(((x - 0.5) * DirectionX) + ((y - 0.5) * DirectionY) + 0.5, 0, 1);
            var wave = Waves * Math.Sin(Frequency * ((x * DirectionY) - (y * DirectionX)));
            return [From[0] + ((To[0] - From[0]) * along) + wave, From[1] + ((To[1] - From[1]) * along) + wave, From[2] + ((To[2] - From[2]) * along) + wave];
        }
    }
}
