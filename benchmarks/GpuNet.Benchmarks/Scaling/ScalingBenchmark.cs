using System.Diagnostics;
using System.Globalization;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Networks;
using GpuNet.Profiling;

namespace GpuNet.Benchmarks;

/// <summary>
/// How time grows with work: MobileNet V1 in floats, with random weights, over widths and resolutions, and the widest and largest of them
/// with several images a run. The networks take turns, round after round, so that what else the machine does meets all of them.
/// </summary>
internal static class ScalingBenchmark
{
    private const int Classes = 1001;
    private const int Rounds = 25;
    private const int Batch = 8;
    private const int RoundsOfBatch = 7;

    private static readonly double[] Widths = [0.25, 0.5, 0.75, 1.0];
    private static readonly int[] Resolutions = [128, 160, 192, 224];

    /// <summary>Measures, prints a table in Markdown, and draws it.</summary>
    /// <param name="backend">vulkan or gles.</param>
    /// <param name="svg">The file of the plot; null for none.</param>
    public static void Run(string backend, string? svg)
    {
        using var device = GpuDevices.Open(backend);
        Console.WriteLine($"{device.Info}, fastest of {Rounds} runs in turn\n");
        var points = Measure(device);
        Console.WriteLine("| width | resolution | million multiply-adds | fastest run, ms | multiply-adds for each microsecond |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var p in points)
            Console.WriteLine(Text($"| {p.Width:0.00} | {p.Resolution} | {p.MultiplyAdds / 1e6:0.0} | {p.Milliseconds:0.0} | {p.MultiplyAdds / p.Milliseconds / 1e6:0.0} thousand |"));
        MeasureBatch(device);
        if (svg is null) return;
        File.WriteAllText(svg, ScalingPlot.Draw(points, $"MobileNet V1 in floats on {device.Info.Name}"));
        Console.WriteLine($"\ndrawn: {svg}");
    }

    private static List<ScalingPoint> Measure(IDevice device)
    {
        var networks = (from width in Widths from resolution in Resolutions select (width, resolution, graph: Network(width, resolution))).ToList();
        var sessions = networks.ConvertAll(n => Open(n.graph, device, 1));
        var best = new double[networks.Count];
        Array.Fill(best, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < sessions.Count; i++) best[i] = Math.Min(best[i], TimeOfRun(sessions[i]));
        }

        sessions.ForEach(session => session.Dispose());
        return [.. networks.Select((n, i) => new ScalingPoint(n.width, n.resolution, MultiplyAdds(n.graph), best[i]))];
    }

    private static void MeasureBatch(IDevice device)
    {
        var graph = Network(1, 224);
        using var one = Open(graph, device, 1);
        using var several = Open(graph, device, Batch);
        var (bestOfOne, bestOfSeveral) = (double.MaxValue, double.MaxValue);
        for (var round = 0; round < RoundsOfBatch; round++)
        {
            for (var i = 0; i < Batch; i++) bestOfOne = Math.Min(bestOfOne, TimeOfRun(one));
            bestOfSeveral = Math.Min(bestOfSeveral, TimeOfRun(several));
        }

        Console.WriteLine(Text(
            $"\n{Batch} images a run: {bestOfSeveral:0.0} ms, {bestOfSeveral / bestOfOne:0.00} times the {bestOfOne:0.0} ms of one (width 1, 224; fastest of {RoundsOfBatch} rounds)."));
    }

    private static Graph Network(double width, int resolution) =>
        MobileNetExport.ToGraph(new MobileNet(new MobileNetShape(width, resolution, Classes), capacity: 1, seed: 1));

    private static Session Open(Graph graph, IDevice device, int batch)
    {
        var session = Session.Create(graph, device, new SessionOptions { Batch = batch });
        var image = new float[session.Inputs[0].Length];
        var random = new Random(1);
        foreach (ref var value in image.AsSpan()) value = (2 * random.NextSingle()) - 1;
        session.Inputs[0].Write<float>(image);
        session.Run();
        return session;
    }

    private static double TimeOfRun(Session session)
    {
        var start = Stopwatch.GetTimestamp();
        session.Run();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static double MultiplyAdds(Graph graph) => graph.Operators
        .Where(op => op is Conv2D or DepthwiseConv2D or FullyConnected)
        .Sum(op => OperatorWork.Operations(graph, op) / 2.0);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What one network took.</summary>
/// <param name="Width">The factor of its channels.</param>
/// <param name="Resolution">Rows and columns of its image.</param>
/// <param name="MultiplyAdds">Of one image.</param>
/// <param name="Milliseconds">The fastest run.</param>
internal sealed record ScalingPoint(double Width, int Resolution, double MultiplyAdds, double Milliseconds);
