using System.Globalization;
using System.Text;

namespace GpuNet.Benchmarks;

/// <summary>Draws time over work, both logarithmic, as SVG: a line a width, and one on which time would grow as fast as work does.</summary>
internal static class ScalingPlot
{
    private const double Left = 70, Top = 50, Width = 560, Height = 360;

    private static readonly string[] Colours = ["#0072b2", "#d55e00", "#009e73", "#cc79a7"];

    private static readonly double[] Decades = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

    /// <param name="points">What was measured.</param>
    /// <param name="title">What stands above.</param>
    public static string Draw(IReadOnlyList<ScalingPoint> points, string title)
    {
        var x = Axis(points.Min(p => p.MultiplyAdds) / 1e6, points.Max(p => p.MultiplyAdds) / 1e6);
        var greatest = points.MaxBy(p => p.MultiplyAdds)!;
        // The dashed line ends below the fastest network.
        var y = Axis(greatest.Milliseconds * x.Least / (greatest.MultiplyAdds / 1e6), points.Max(p => p.Milliseconds));
        var svg = new StringBuilder();
        Line($"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 660 480' font-family='sans-serif' font-size='13'>");
        Line($"<rect width='660' height='480' fill='white'/>");
        Line($"<text x='{Left}' y='28' font-size='15'>{title}</text>");
        foreach (var value in Decades.Where(v => v >= x.Least && v <= x.Greatest))
        {
            Line($"<path d='M{X(value):0.0} {Top}v{Height}' stroke='#ddd'/>");
            Line($"<text x='{X(value):0.0}' y='{Top + Height + 20}' text-anchor='middle'>{value}</text>");
        }

        foreach (var value in Decades.Where(v => v >= y.Least && v <= y.Greatest))
        {
            Line($"<path d='M{Left} {Y(value):0.0}h{Width}' stroke='#ddd'/>");
            Line($"<text x='{Left - 8}' y='{Y(value) + 4:0.0}' text-anchor='end'>{value}</text>");
        }

        Line($"<rect x='{Left}' y='{Top}' width='{Width}' height='{Height}' fill='none' stroke='#555'/>");
        Line($"<text x='{Left + (Width / 2)}' y='{Top + Height + 44}' text-anchor='middle'>million multiply-adds</text>");
        Line($"<text transform='translate(22 {Top + (Height / 2)}) rotate(-90)' text-anchor='middle'>fastest run, ms</text>");
        var slope = greatest.Milliseconds / (greatest.MultiplyAdds / 1e6);
        Line($"<path d='M{X(x.Least):0.0} {Y(slope * x.Least):0.0}L{X(x.Greatest):0.0} {Y(slope * x.Greatest):0.0}' stroke='#555' stroke-dasharray='6 4' fill='none'/>");
        var row = 0;
        foreach (var width in points.GroupBy(p => p.Width))
        {
            var colour = Colours[row % Colours.Length];
            var path = string.Join('L', width.Select(p => Text($"{X(p.MultiplyAdds / 1e6):0.0} {Y(p.Milliseconds):0.0}")));
            Line($"<path d='M{path}' stroke='{colour}' stroke-width='2' fill='none'/>");
            foreach (var p in width)
                Line($"<circle cx='{X(p.MultiplyAdds / 1e6):0.0}' cy='{Y(p.Milliseconds):0.0}' r='4' fill='{colour}'><title>{p.Width:0.00} {p.Resolution}: {p.Milliseconds:0.0} ms</title></circle>");
            Legend(row++, $"stroke='{colour}' stroke-width='2'", Text($"width {width.Key:0.00}: {string.Join(", ", width.Select(p => p.Resolution))}"));
        }

        Legend(row, "stroke='#555' stroke-dasharray='6 4'", "as fast as work grows");
        Line($"</svg>");
        return svg.ToString();

        double X(double value) => Left + (Width * Math.Log(value / x.Least) / Math.Log(x.Greatest / x.Least));
        double Y(double value) => Top + Height - (Height * Math.Log(value / y.Least) / Math.Log(y.Greatest / y.Least));
        void Legend(int place, string stroke, string label)
        {
            var at = Top + 22 + (20 * place);
            Line($"<path d='M{Left + 14} {at - 4}h26' {stroke}/>");
            Line($"<text x='{Left + 48}' y='{at}'>{label}</text>");
        }

        void Line(FormattableString line) => svg.Append(Text(line)).Append('\n');
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static (double Least, double Greatest) Axis(double least, double greatest) => (least / 1.3, greatest * 1.3);
}
