using BenchmarkDotNet.Attributes;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Host;
using GpuNet.Planning;
using GpuNet.Simplify;

namespace GpuNet.Benchmarks;

/// <summary>The stages of loading a model that the host does, each for itself. No driver is needed.</summary>
public class LoadBenchmarks
{
    private readonly PlannerOptions options = PlannerOptions.For(new HostBackend().Probe().Devices[0], new SessionOptions());
    private byte[] file = [];
    private Graph graph = null!;
    private ExecutionPlan plan = null!;
    private byte[][] packed = [];

    /// <summary>The models.</summary>
    public static IEnumerable<string> ModelNames => Models.Names;

    /// <summary>The model.</summary>
    [ParamsSource(nameof(ModelNames))]
    public string Name { get; set; } = "";

    /// <summary>Makes what the stages before would hand on.</summary>
    [GlobalSetup]
    public void Setup()
    {
        file = Models.Read(Name);
        graph = Simplifier.Run(GpuNet.Model.Load(file, Name).Graph, new SimplifyOptions()).Graph;
        plan = Planner.Plan(graph, options);
        packed = [.. plan.Constants.Select(c => new byte[c.Resource.ByteLength])];
    }

    /// <summary>From the bytes of the file to a checked graph.</summary>
    [Benchmark]
    public object Import() => GpuNet.Model.Load(file, Name);

    /// <summary>From the graph to steps of kernels.</summary>
    [Benchmark]
    public object Plan() => Planner.Plan(graph, options);

    /// <summary>All weights into the layouts of their kernels, one after another.</summary>
    [Benchmark]
    public void Pack()
    {
        for (var i = 0; i < packed.Length; i++)
        {
            var bytes = packed[i];
            plan.Constants[i].Pack((offset, part) => part.CopyTo(bytes.AsSpan(offset)));
        }
    }
}
