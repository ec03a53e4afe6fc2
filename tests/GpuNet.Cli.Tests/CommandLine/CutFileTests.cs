namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>
/// A file that was cut off, wherever that was, is answered with 3 and one line, without taking much time or memory.
/// </summary>
[NonParallelizable]
public sealed class CutFileTests
{
    private const int Cuts = 40;
    private const int Seed = 20;
    private const long MaxAllocatedBytes = 256L << 20;

    // Of processor time, which a busy machine does not stretch as it does the clock.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    [CancelAfter(120_000)]
    [TestCase("mobilenet_v1_0.25_224.tflite")]
    [TestCase("mobilenet_v2_1.0_224_quant.tflite")]
    [TestCase("person_detect.tflite")]
    public void A_cut_model_is_answered_with_3(string name)
    {
        var whole = File.ReadAllBytes(Repository.Shared("models", name));
        using var scratch = new ScratchFolder();
        foreach (var length in Lengths(whole.Length))
        {
            var path = scratch.Write("cut.tflite", whole[..length]);
            AssertFailsAtOnce(length, "cut.tflite", "classify", "image.bmp", "--model", path, "--backend", "reference");
        }
    }

    [CancelAfter(120_000)]
    [TestCase("grace_hopper.bmp")]
    [TestCase("hot_dog.jpg")]
    public void A_cut_image_is_answered_with_3(string name)
    {
        var model = Repository.Shared("models", "person_detect.tflite");
        var whole = File.ReadAllBytes(Repository.Shared("images", name));
        using var scratch = new ScratchFolder();
        foreach (var length in Lengths(whole.Length))
        {
            var image = scratch.Write("cut.image", whole[..length]);
            AssertFailsAtOnce(length, "cut.image", "classify", image, "--model", model, "--backend", "reference");
        }
    }

    // What is cut off is at least a hundredth, as a few bytes at the end of a file may be padding.
    private static IEnumerable<int> Lengths(int whole)
    {
        var random = new Random(Seed);
        int[] early = [0, 1, 2, 3, 4, 7, 8, 9, 15, 16, 31, 32, 64, 100];
        return early.Concat(Enumerable.Range(0, Cuts).Select(_ => random.Next(whole - (whole / 100))));
    }

    private static void AssertFailsAtOnce(int length, string file, params string[] args)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var start = Environment.CpuUsage.TotalTime;
        var cli = Cli.Run(args);
        var used = Environment.CpuUsage.TotalTime - start;
        allocated = GC.GetTotalAllocatedBytes() - allocated;

        using (Assert.EnterMultipleScope())
        {
            TestContext.Out.WriteLine($"seed {Seed}, {length} bytes: {cli.Error.TrimEnd()}");
            cli.AssertFails(ExitCode.BadInput, file);
            Assert.That(used, Is.LessThan(Limit), $"{length} bytes");
            Assert.That(allocated, Is.LessThan(length + MaxAllocatedBytes), $"{length} bytes");
        }
    }
}
