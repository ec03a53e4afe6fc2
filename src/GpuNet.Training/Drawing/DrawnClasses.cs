namespace GpuNet.Drawing;

/// <summary>What the drawing program draws: everyday shapes and patterns.</summary>
public static class DrawnClasses
{
    /// <summary>The classes that the default model knows, in ordinal order.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Painters.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Classes that it has never seen, to retrain it with, in ordinal order.</summary>
    public static IReadOnlyList<string> HeldOut { get; } = [.. HeldOutPainters.Keys.Order(StringComparer.Ordinal)];

    /// <summary>All classes: those of the default model first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names, .. HeldOut];

    internal static IReadOnlyDictionary<string, Func<Point, double>> Shapes { get; } = Painters.Concat(HeldOutPainters).ToDictionary(StringComparer.Ordinal);

    private static Dictionary<string, Func<Point, double>> HeldOutPainters => new(StringComparer.Ordinal)
    {
        ["drop"] = p => Math.Min(new Point(p.X, p.Y - 0.3).Length - 0.52, Math.Max(p.Y - 0.1, (Math.Abs(p.X) * 0.89) - ((p.Y + 0.9) * 0.46))),
        ["grid"] = p => Math.Max(Square(p, 0.85), Math.Min(Math.Abs(Wrapped(p.X * 2.2)), Math.Abs(Wrapped(p.Y * 2.2))) - 0.18),
        ["hexagon"] = p => Math.Max((Math.Abs(p.X) * 0.866) + (Math.Abs(p.Y) * 0.5), Math.Abs(p.Y)) - 0.72,
        ["lightning"] = p => Math.Min(
            Math.Max(Math.Abs(p.X - 0.12 + (0.5 * (p.Y + 0.4))) - 0.24, Math.Abs(p.Y + 0.38) - 0.5),
            Math.Max(Math.Abs(p.X + 0.05 + (0.5 * (p.Y - 0.4))) - (0.26 * (0.9 - p.Y)), Math.Abs(p.Y - 0.38) - 0.5)),
        ["target"] = p => Math.Max(p.Length - 0.88, Math.Abs(Wrapped(p.Length * 2.6)) - 0.26),
    };

    // Each is a distance-like function on [-1, 1] x [-1, 1]: negative inside the ink, positive outside.
    private static Dictionary<string, Func<Point, double>> Painters => new(StringComparer.Ordinal)
    {
        ["arrow"] = p => Math.Min(
            Math.Max(Math.Abs(p.Y) - 0.16, Math.Abs(p.X + 0.3) - 0.6),
            Math.Max(0.15 - p.X, ((p.X - 0.85) * 0.64) + (Math.Abs(p.Y) * 0.77))),
        ["checkerboard"] = p => Square(p, 0.85) is > 0 and var outside ? outside : 0.3 * Math.Sign(Math.Sin(p.X * 7.4) * Math.Sin(p.Y * 7.4)),
        ["circle"] = p => p.Length - 0.8,
        ["cross"] = p => Math.Min(Box(p, 0.25, 0.85), Box(p, 0.85, 0.25)),
        ["crescent"] = p => Math.Max(p.Length - 0.82, 0.68 - new Point(p.X - 0.38, p.Y).Length),
        ["flower"] = p => p.Length - (0.6 + (0.25 * Math.Cos(6 * p.Angle))),
        ["heart"] = Heart,
        ["house"] = p => Math.Min(Box(new Point(p.X, p.Y - 0.35), 0.55, 0.45), Math.Max(p.Y - 0.1, (Math.Abs(p.X) * 0.7) - ((p.Y + 0.85) * 0.72))),
        ["ring"] = p => Math.Abs(p.Length - 0.62) - 0.16,
        ["spiral"] = p => Math.Max(p.Length - 0.88, Math.Abs(Wrapped((p.Length * 3.2) - (p.Angle / (2 * Math.PI)))) - 0.22),
        ["square"] = p => Square(p, 0.7),
        ["star"] = Star,
        ["stripes"] = p => Square(p, 0.85) is > 0 and var outside ? outside : 0.3 * Math.Sign(Math.Sin(p.X * 11)),
        ["triangle"] = p => Math.Max(p.Y - 0.55, (Math.Abs(p.X) * 0.866) - ((p.Y + 0.85) * 0.5)),
    };

    private static double Square(Point p, double half) => Box(p, half, half);

    private static double Box(Point p, double halfWidth, double halfHeight) => Math.Max(Math.Abs(p.X) - halfWidth, Math.Abs(p.Y) - halfHeight);

    // Two half discs above a point.
    private static double Heart(Point p)
    {
        var x = Math.Abs(p.X);
        var lobe = new Point(x - 0.4, p.Y + 0.3).Length - 0.42;
        var tip = p.Y > -0.25 ? x - (0.8 * (0.85 - p.Y) / 1.1) : 1;
        return Math.Min(lobe, Math.Max(tip, p.Y - 0.85));
    }

    // Five points, whose rims fall off on both sides of the nearest.
    private static double Star(Point p)
    {
        var angle = Wedge(p.Angle, 5);
        return p.Length - (0.36 / Math.Max(0.38, Math.Cos(angle) - (0.95 * Math.Abs(Math.Sin(angle))) + 0.05));
    }

    // The angle from the middle of the nearest of several equal wedges.
    private static double Wedge(double angle, int count)
    {
        var width = 2 * Math.PI / count;
        return angle - (width * Math.Round(angle / width));
    }

    private static double Wrapped(double turns) => turns - Math.Round(turns);
}

/// <summary>A place on the canvas of a shape: from -1 to 1, x to the right, y down.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Down.</param>
internal readonly record struct Point(double X, double Y)
{
    /// <summary>Distance from the middle.</summary>
    public double Length => Math.Sqrt((X * X) + (Y * Y));

    /// <summary>Angle around the middle, from -pi to pi.</summary>
    public double Angle => Math.Atan2(Y, X);
}
