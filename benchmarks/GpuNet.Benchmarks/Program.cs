using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// Networks on a device take turns, which BenchmarkDotNet has no way to say.
if (args is ["scaling", var backend, .. var rest])
{
    GpuNet.Benchmarks.ScalingBenchmark.Run(backend, rest.FirstOrDefault());
    return;
}

// In this process: a build of the engine for each benchmark would take longer than all of them.
var config = DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
    .AddDiagnoser(MemoryDiagnoser.Default);
BenchmarkSwitcher.FromAssembly(typeof(GpuNet.Benchmarks.Models).Assembly).Run(args, config);
