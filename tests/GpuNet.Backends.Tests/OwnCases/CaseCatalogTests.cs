using GpuNet.Conformance;
using GpuNet.Devices;
using GpuNet.Graphs;
using GpuNet.Host;
using GpuNet.Kernels;
using GpuNet.Planning;
using GpuNet.Profiling;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>What the cases of the product cover, and that a name is enough to make one again.</summary>
[Category("core")]
public sealed class CaseCatalogTests
{
    [Test]
    public void There_are_cases_of_every_operator()
    {
        var operators = typeof(Operator).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Operator)));
        var covered = CaseCatalog.All.Where(id => id.Number == 0).Select(id => CaseCatalog.Create(id, 1).Operator.GetType());
        Assert.That(covered.Distinct(), Is.EquivalentTo(operators));
    }

    [Test]
    public void The_cases_run_every_kernel_in_every_storage_and_format()
    {
        using var device = new HostBackend().Open(new HostBackend().Probe().Devices[0]);
        var reached = new HashSet<(KernelDescriptor, TensorStorage?, TexelFormat?, TexelFormat?)>();
        var variants = new HashSet<KernelVariant>();
        foreach (var configuration in CaseConfiguration.All)
        {
            var kind = configuration.Planned == PlannedFor.Gpu ? DeviceKind.DiscreteGpu : DeviceKind.Software;
            foreach (var id in CaseCatalog.All)
            {
                var layer = CaseCatalog.Create(id, 1);
                var options = PlannerOptions.For(device.Info with { Kind = kind }, configuration.OptionsOf(layer));
                foreach (var step in Planner.Plan(layer.Graph, options).Steps) Add(step.Variant);
            }
        }

        // OwnCasesSuite runs this one beside them.
        foreach (var storage in Enum.GetValues<TensorStorage>())
        {
            foreach (var step in Planner.Plan(HalvesToBytes.Graph, PlannerOptions.For(device.Info, HalvesToBytes.Options(storage))).Steps)
                Add(step.Variant);
        }

        // The kernels of the roofline measure a device and compute no layer.
        KernelDescriptor[] measuring = [CopyRate.Descriptor, MultiplyAddRate.Descriptor];
        var all = KernelCatalog.All.Except(measuring).SelectMany(kernel => kernel.Variants).Select(Key).Distinct();
        Assert.That(all.Where(v => !reached.Contains(v)), Is.Empty);

        // VariantSuite has no layers for this one. What reads texels, the host's device does not.
        Assert.That(ByteConv2D.Descriptor.Variants.Where(v => !v.ReadsTexels && !variants.Contains(v)), Is.Empty);

        void Add(KernelVariant variant)
        {
            reached.Add(Key(variant));
            variants.Add(variant);
        }

        static (KernelDescriptor, TensorStorage?, TexelFormat?, TexelFormat?) Key(KernelVariant v) => (v.Kernel, v.Storage, v.Format, v.SourceFormat);
    }

    [Test]
    public void A_case_depends_on_its_name_and_seed_alone()
    {
        var id = new LayerCaseId("conv2d", ElementType.Int8, 17);
        var (first, again, other) = (CaseCatalog.Create(id, 5), CaseCatalog.Create(id, 5), CaseCatalog.Create(id, 6));
        Assert.That(again.Inputs[0], Is.EqualTo(first.Inputs[0]));
        Assert.That(LayerCaseRunner.Expected(again), Is.EqualTo(LayerCaseRunner.Expected(first)));
        Assert.That(other.Inputs[0], Is.Not.EqualTo(first.Inputs[0]));
    }

    [TestCase("conv2d", 1000)]
    [TestCase("conv3d", 0)]
    public void What_is_no_case_is_refused(string family, int number) => Assert.That(
        () => CaseCatalog.Create(new LayerCaseId(family, ElementType.Int8, number), 1),
        Throws.InstanceOf<InvalidInputException>().With.Message.Contains($"{family}/i8/{number}"));
}
