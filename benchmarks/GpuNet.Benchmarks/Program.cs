using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(GpuNet.Benchmarks.Models).Assembly).Run(args);
