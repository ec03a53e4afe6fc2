using GpuNet.Host;
using GpuNet.Testing;

namespace GpuNet.Host.Tests.Sessions;

/// <summary>
/// A changed byte can leave a model sound and make its windows, strides or extents enormous. A session for it is made soon and
/// without much memory, or refused with the two errors of models.
/// </summary>
[Parallelizable(ParallelScope.None)]
public sealed class DamagedModelTests
{
    private const int HeadLength = 4096;

    // Extents of gigabytes are asked for, and taken only where something is written.
    private const long MostAllocated = 64 << 20;

    // Of processor time, which a busy machine does not stretch as it does the clock.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private static IEnumerable<string> Models =>
        OperatorCase.Names.GroupBy(name => name[..name.LastIndexOf('_')]).Select(kind => kind.First());

    [TestCaseSource(nameof(Models))]
    public void A_session_is_made_soon_or_refused(string name)
    {
        var file = File.ReadAllBytes(OperatorCase.Load(name).ModelPath);
        using var device = (HostDevice)new HostBackend().Open(new HostBackend().Probe().Devices[0]);
        var seen = new HashSet<string>();
        for (var at = 0; at < Math.Min(HeadLength, file.Length); at++)
        {
            var original = file[at];
            foreach (var value in new[] { (byte)0, (byte)1, (byte)127, (byte)(original ^ 0x80), (byte)255 })
            {
                file[at] = value;
                if (Load(file) is { } model && seen.Add(GraphText.Of(model.Graph))) MakeOrRefuse(model, device, $"{name}, byte {at} changed from {original} to {value}");
            }

            file[at] = original;
        }

        Assert.That(seen, Is.Not.Empty);
    }

    private static Model? Load(byte[] file)
    {
        try
        {
            return Model.Load(file, "damaged");
        }
        catch (GpuNetException)
        {
            // What loads is looked at elsewhere.
            return null;
        }
    }

    private static void MakeOrRefuse(Model model, HostDevice device, string what)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var started = Environment.CpuUsage.TotalTime;
        try
        {
            using var session = model.CreateSession(device);
        }
        catch (GpuNetException exception)
        {
            Assert.That(exception, Is.TypeOf<ModelFormatException>().Or.TypeOf<UnsupportedModelException>(), what);
            Assert.That(exception.Message, Does.Not.Contain("\n"), what);
        }

        Assert.That(Environment.CpuUsage.TotalTime - started, Is.LessThan(Longest), what);
        Assert.That(GC.GetTotalAllocatedBytes() - allocated, Is.LessThan(MostAllocated), what);
    }
}
