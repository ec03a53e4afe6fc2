using GpuNet.Reference;
using GpuNet.Testing;

namespace GpuNet.Core.Tests.Import;

/// <summary>
/// Files cut short and files with changed bytes: each loads or is refused with one of the two errors, soon and without much
/// memory. What loads of the small models also runs.
/// </summary>
[Parallelizable(ParallelScope.None)]
public sealed class ModelFuzzTests
{
    private const int Seed = 20240607;
    private const int HeadLength = 4096;
    private const int Samples = 2000;
    private const int AllocatedBytesPerFileByte = 64;
    private const int AllocatedBytesAtLeast = 512 * 1024;

    // A changed extent can make a sound model of a gigabyte, which would say nothing more.
    private const long LargestRun = 4 << 20;

    // Loads take well below a millisecond. Of processor time, which a busy machine does not stretch as it does the clock.
    private static readonly TimeSpan LongestLoad = TimeSpan.FromSeconds(0.5);

    // What loads of these runs each time; of the others, what differs in more than elements of constants.
    private static readonly string[] RunEachTime = ["conv_2d_i8", "concatenation_i8", "mean_i8", "resize_bilinear_i8", "softmax_i8", "pad_i8"];

    private static IEnumerable<string> Files()
    {
        if (!SharedFiles.Exist) yield break;
        yield return Path.Combine("models", "person_detect.tflite");
        yield return Path.Combine("models", "mobilenet_v1_0.25_128_quant.tflite");

        // Names end in a number, and each operator stands there in each of its types.
        foreach (var kind in OperatorCase.Names.GroupBy(name => name[..name.LastIndexOf('_')]))
            yield return Path.Combine("conformance", kind.First(), "model.tflite");
    }

    [TestCaseSource(nameof(Files))]
    public void A_file_cut_short_loads_or_is_refused(string path)
    {
        var file = File.ReadAllBytes(Path.Combine(SharedFiles.Root, path));
        var random = new Random(Seed);
        for (var length = 0; length < Math.Min(HeadLength, file.Length); length++) LoadOrRefuse(file.AsMemory(0, length), $"cut at {length}");
        for (var i = 0; i < Samples && file.Length > HeadLength; i++)
        {
            var length = random.Next(HeadLength, file.Length);
            LoadOrRefuse(file.AsMemory(0, length), $"cut at {length}, seed {Seed}");
        }
    }

    [TestCaseSource(nameof(Files))]
    public void A_file_with_a_changed_byte_loads_or_is_refused(string path)
    {
        var file = File.ReadAllBytes(Path.Combine(SharedFiles.Root, path));
        var runs = file.Length <= HeadLength * 4;
        var runsEachTime = RunEachTime.Any(kind => Path.GetFileName(Path.GetDirectoryName(path))!.StartsWith($"{kind}_", StringComparison.Ordinal));
        var seen = new HashSet<string>();
        var random = new Random(Seed);
        var places = Enumerable.Range(0, Math.Min(HeadLength, file.Length))
            .Concat(Enumerable.Range(0, Samples).Select(_ => random.Next(file.Length))).ToArray();
        foreach (var at in places)
        {
            var original = file[at];
            foreach (var value in new[] { (byte)(original ^ 0x80), (byte)(original + 1), (byte)random.Next(256) })
            {
                file[at] = value;
                var graph = LoadOrRefuse(file, $"byte {at} changed from {original} to {value}, seed {Seed}");
                if (runs && graph?.Tensors.Sum(tensor => tensor.ByteLength) < LargestRun && (seen.Add(GraphText.Of(graph)) || runsEachTime))
                    new ReferenceInterpreter(graph).Run();
            }

            file[at] = original;
        }
    }

    private static Graphs.Graph? LoadOrRefuse(ReadOnlyMemory<byte> file, string what)
    {
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var started = Environment.CpuUsage.TotalTime;
        Graphs.Graph? graph = null;
        try
        {
            graph = Model.Load(file, "fuzzed").Graph;
        }
        catch (GpuNetException exception)
        {
            Assert.That(exception, Is.TypeOf<ModelFormatException>().Or.TypeOf<UnsupportedModelException>(), what);
            Assert.That(exception.Message, Does.StartWith("fuzzed: ").And.Not.Contain("\n"), what);
        }

        var used = Environment.CpuUsage.TotalTime - started;
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        if (used > LongestLoad) Assert.Fail($"{what}: took {used} of processor time");
        if (allocated > ((long)AllocatedBytesPerFileByte * file.Length) + AllocatedBytesAtLeast) Assert.Fail($"{what}: allocated {allocated} bytes");
        return graph;
    }
}
