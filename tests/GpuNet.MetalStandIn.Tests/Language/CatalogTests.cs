using System.Collections.Concurrent;
using GpuNet.Kernels;

namespace GpuNet.MetalStandIn.Tests.Language;

/// <summary>Every MSL text that GpuNet ships.</summary>
[TestFixture]
public sealed class CatalogTests
{
    [Test]
    public void Every_variant_compiles_as_cpp_and_as_opencl()
    {
        var variants = KernelCatalog.All.SelectMany(kernel => kernel.Variants).ToList();
        var refused = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(variants, variant =>
        {
            var diagnostics = StandInLibrary.Compile(variant.Msl);
            if (diagnostics.Length > 0) refused[variant.ToString()] = diagnostics;
        });
        Assert.That(variants, Has.Count.GreaterThan(100));
        Assert.That(refused.Select(pair => $"{pair.Key}:\n{pair.Value}"), Is.Empty);
    }
}
