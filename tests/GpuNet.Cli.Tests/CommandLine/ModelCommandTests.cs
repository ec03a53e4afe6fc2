using System.Runtime.InteropServices;
using GpuNet.Cli.Tests.Images;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>The commands on real models, on the reference.</summary>
public sealed class ModelCommandTests
{
    private const string Quantised = "mobilenet_v1_0.25_128_quant";

    private static string ModelPath => Repository.Shared("models", $"{Quantised}.tflite");

    private static string LabelsPath => Repository.Shared("models", "imagenet_labels.txt");

    private static string GoldenInput => Repository.Shared("golden", Quantised, "cat", "in.bin");

    [Test]
    public void Classify_prints_classes_as_json()
    {
        var images = Cli.Run(
            "classify", Repository.Shared("images", "cat.bmp"), "--model", ModelPath, "--labels", LabelsPath, "--backend", "reference",
            "--top", "3", "--json").Json();
        Assert.That(images.GetArrayLength(), Is.EqualTo(1));
        Assert.That(images[0].GetProperty("image").GetString(), Does.EndWith("cat.bmp"));
        Assert.That(images[0].GetProperty("device").GetString(), Is.Not.Empty);
        var classes = images[0].GetProperty("classes").EnumerateArray().ToList();
        Assert.That(classes, Has.Count.EqualTo(3));
        var golden = File.ReadAllBytes(Repository.Shared("golden", Quantised, "cat", "88.bin"));
        Assert.That(classes[0].GetProperty("index").GetInt32(), Is.EqualTo(Array.IndexOf(golden, golden.Max())));
        Assert.That(classes[0].GetProperty("probability").GetDouble(), Is.EqualTo(golden.Max() / 256.0));
        Assert.That(classes[0].GetProperty("label").GetString(), Is.EqualTo("Egyptian cat"));
    }

    [Test]
    public void Classify_goes_on_behind_a_bad_image()
    {
        using var scratch = new ScratchFolder();
        var bad = scratch.Write("bad.jpg", 0xff, 0xd8, 0xff, 0xd9);
        var good = scratch.Write("good.ppm", TestImages.Ppm(TestImages.Gradient(30, 20)));
        var cli = Cli.Run("classify", bad, good, "--model", ModelPath, "--backend", "reference", "--json");
        cli.AssertFails(ExitCode.BadInput, "bad.jpg");
        var images = cli.Json(exitCode: ExitCode.BadInput);
        Assert.That(images[0].GetProperty("error").GetString(), Does.Contain("bad.jpg"));
        Assert.That(images[0].GetProperty("classes").GetArrayLength(), Is.Zero);
        Assert.That(images[1].GetProperty("classes").GetArrayLength(), Is.EqualTo(5));
    }

    [Test]
    public void Classify_says_that_labels_do_not_fit()
    {
        using var scratch = new ScratchFolder();
        var labels = scratch.Write("two.txt", [.. "cat\ndog\n"u8]);
        Cli.Run("classify", "x.bmp", "--model", ModelPath, "--labels", labels, "--backend", "reference")
            .AssertFails(ExitCode.BadInput, "2 labels", "1001 classes");
    }

    [Test]
    public void Run_writes_the_outputs_as_the_goldens_are()
    {
        using var scratch = new ScratchFolder();
        var cli = Cli.Run("run", ModelPath, "--input", GoldenInput, "--output-dir", scratch.At("out"), "--backend", "reference");
        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        Assert.That(
            File.ReadAllBytes(scratch.At("out/88.bin")), Is.EqualTo(File.ReadAllBytes(Repository.Shared("golden", Quantised, "cat", "88.bin"))));
        using var index = System.Text.Json.JsonDocument.Parse(File.ReadAllText(scratch.At("out/index.json")));
        var entry = index.RootElement[0];
        Assert.That(entry.GetProperty("index").GetInt32(), Is.EqualTo(88));
        Assert.That(entry.GetProperty("dtype").GetString(), Is.EqualTo("UINT8"));
        Assert.That(entry.GetProperty("shape").EnumerateArray().Select(e => e.GetInt32()), Is.EqualTo(new[] { 1, 1001 }));
        Assert.That(entry.GetProperty("scale")[0].GetSingle(), Is.EqualTo(1 / 256f));
        Assert.That(entry.GetProperty("zero_point")[0].GetInt32(), Is.Zero);
    }

    [TestCase("reference")]
    [TestCase("cpu")]
    public void An_input_of_gigabytes_that_no_file_holds_is_refused_before_memory_is_taken(string backend)
    {
        // The highest byte of the rows of its input: the mean is now one of 16 million rows.
        var model = File.ReadAllBytes(Repository.Shared("conformance", "mean_i8_320", "model.tflite"));
        model[507] = 1;
        using var scratch = new ScratchFolder();
        var before = GC.GetTotalAllocatedBytes();
        Cli.Run(
            "run", scratch.Write("damaged.tflite", model), "--input", Repository.Shared("conformance", "mean_i8_320", "in0.bin"), "--output-dir",
            scratch.At("out"), "--backend", backend).AssertFails(ExitCode.BadInput, "in0.bin", "16777231");
        Assert.That(GC.GetTotalAllocatedBytes() - before, Is.LessThan(64 << 20));
    }

    [Test]
    public void Run_with_all_tensors_writes_every_one()
    {
        using var scratch = new ScratchFolder();
        var cli = Cli.Run("run", ModelPath, "--input", $"input={GoldenInput}", "--output-dir", scratch.Path, "--all-tensors", "--backend", "reference");
        Assert.That(cli.ExitCode, Is.Zero, cli.Error);
        foreach (var golden in Directory.GetFiles(Repository.Shared("golden", Quantised, "cat"), "*.bin").Where(f => !f.EndsWith("in.bin", StringComparison.Ordinal)))
            Assert.That(File.ReadAllBytes(scratch.At(Path.GetFileName(golden))), Is.EqualTo(File.ReadAllBytes(golden)), golden);
    }

    [Test]
    public void Run_names_what_is_wrong_with_an_input()
    {
        using var scratch = new ScratchFolder();
        var shortFile = scratch.Write("short.bin", 1, 2, 3);
        Cli.Run("run", ModelPath, "--input", shortFile, "--output-dir", scratch.At("o"), "--backend", "reference")
            .AssertFails(ExitCode.BadInput, "short.bin", "3 bytes", "49152");
        Cli.Run("run", ModelPath, "--input", "none.bin", "--output-dir", scratch.At("o"), "--backend", "reference")
            .AssertFails(ExitCode.BadInput, "none.bin: no such file");
        Cli.Run("run", ModelPath, "--input", GoldenInput, "--input", $"input={GoldenInput}", "--output-dir", scratch.At("o"), "--backend", "reference")
            .AssertFails(ExitCode.Usage, "set already");
    }

    [Test]
    public void Bench_prints_its_fields()
    {
        var report = Cli.Run("bench", ModelPath, "--backend", "reference", "--runs", "3", "--warmup", "0", "--profile", "--json").Json();
        foreach (var name in new[] { "load_ms", "first_ms", "min_ms", "median_ms", "p95_ms", "activation_bytes", "weight_bytes" })
            Assert.That(report.GetProperty(name).GetDouble(), Is.Positive, name);
        Assert.That(report.GetProperty("cpu_ms").GetDouble(), Is.GreaterThanOrEqualTo(0));
        Assert.That(report.GetProperty("min_ms").GetDouble(), Is.LessThanOrEqualTo(report.GetProperty("median_ms").GetDouble()));
        Assert.That(report.GetProperty("profile").GetArrayLength(), Is.Positive);
    }

    [Test]
    public void Bench_on_a_device_reports_memory_and_a_profile_beside_the_roofline()
    {
        using var scratch = new ScratchFolder();
        var tuning = scratch.At("tuning.txt");
        string[] command = ["bench", ModelPath, "--backend", "vulkan", "--runs", "2", "--warmup", "0", "--tuning-file", tuning, "--profile", "--json"];
        var report = Cli.Run([.. command, "--tune"]).Json();
        long Bytes(string name) => report.GetProperty(name).GetInt64();
        Assert.That(Bytes("activation_bytes"), Is.InRange(Bytes("largest_live_bytes"), Bytes("largest_live_bytes") * 11 / 10));
        Assert.That(Bytes("total_bytes"), Is.EqualTo(Bytes("activation_bytes") + Bytes("weight_bytes") + Bytes("transfer_bytes")));
        Assert.That(Bytes("peak_process_bytes"), Is.GreaterThan(Bytes("total_bytes")));
        Assert.That(report.GetProperty("roofline").GetProperty("gflops").GetDouble(), Is.Positive);
        Assert.That(report.GetProperty("roofline").GetProperty("gigabytes_per_second").GetDouble(), Is.Positive);
        var steps = report.GetProperty("profile").EnumerateArray().ToList();
        Assert.That(steps.Sum(s => s.GetProperty("share").GetDouble()), Is.EqualTo(1).Within(1e-9));
        Assert.That(steps.Select(s => s.GetProperty("bytes").GetInt64()), Is.All.Positive);

        // MobileNet V1 0.25 128 takes 13.6 million multiply-adds by the paper's count, and a few for pooling and softmax.
        Assert.That(steps.Sum(s => s.GetProperty("operations").GetInt64()), Is.InRange(27_000_000, 30_000_000));
        Assert.That(File.ReadAllLines(tuning), Has.Length.GreaterThan(2));

        var needed = Bytes("total_bytes");
        Cli.Run([.. command, "--memory-limit", $"{needed - 1}"]).AssertFails(ExitCode.Device, $"needs {needed} bytes", $"limit is {needed - 1}");
        Cli.Run("bench", ModelPath, "--backend", "reference", "--tune").AssertFails(ExitCode.Usage, "--tune", "reference");
    }

    [Test]
    public void A_bad_tuning_file_is_a_warning()
    {
        using var scratch = new ScratchFolder();
        var bad = scratch.Write("tuning.txt", 1, 2, 3);
        var result = Cli.Run("bench", ModelPath, "--backend", "vulkan", "--runs", "1", "--warmup", "0", "--tuning-file", bad, "--json");
        result.Json();
        Assert.That(result.Error, Does.StartWith("gpunet: warning: ").And.Contain(bad));
        Assert.That(result.Error.TrimEnd('\n'), Does.Not.Contain("\n"), "one line");
    }

    [Test]
    public void Conformance_of_the_reference_holds_and_a_changed_value_is_found()
    {
        using var scratch = new ScratchFolder();
        foreach (var name in new[] { "conv_2d_u8_111", "add_f32_064" })
        {
            foreach (var file in Directory.GetFiles(Repository.Shared("conformance", name)))
                scratch.Write($"{name}/{Path.GetFileName(file)}", File.ReadAllBytes(file));
        }

        var good = Cli.Run("conformance", "--cases", scratch.Path, "--backend", "reference", "--json").Json();
        Assert.That(good.GetProperty("passed").GetInt32(), Is.EqualTo(2), good.ToString());

        var expected = File.ReadAllBytes(scratch.At("add_f32_064/out0.bin"));
        MemoryMarshal.Cast<byte, float>(expected.AsSpan())[64 + 3] += 0.5f;
        scratch.Write("add_f32_064/out0.bin", expected);
        var bad = Cli.Run("conformance", "--cases", scratch.Path, "--backend", "reference", "--json").Json(exitCode: ExitCode.CheckFailed);
        var failed = bad.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("status").GetString() == "failed");
        Assert.That(bad.GetProperty("failed").GetInt32(), Is.EqualTo(1));
        Assert.That(failed.GetProperty("name").GetString(), Is.EqualTo("add_f32_064"));
        Assert.That(failed.GetProperty("max_difference").GetDouble(), Is.EqualTo(0.5).Within(1e-6));
        Assert.That(failed.GetProperty("reason").GetString(), Does.Contain("[0, 0, 1, 3] expected"));

        var text = Cli.Run("conformance", "--cases", scratch.Path, "--backend", "reference", "--filter", "add*").Output;
        Assert.That(text, Does.Contain($"./gpunet conformance --cases {scratch.Path} --filter add_f32_064 --backend reference"));
        Assert.That(text, Does.Contain("0 passed, 1 failed, 0 skipped"));
    }

    [Test]
    public void Conformance_names_the_first_tensor_to_diverge()
    {
        using var scratch = new ScratchFolder();
        var folder = Repository.Shared("golden", Quantised, "cat");
        foreach (var file in Directory.GetFiles(folder)) scratch.Write(Path.GetFileName(file), File.ReadAllBytes(file));
        string[] command = ["conformance", "--model", ModelPath, "--input", GoldenInput, "--golden", scratch.Path, "--backend", "reference"];
        Assert.That(Cli.Run(command).ExitCode, Is.Zero);

        var bytes = File.ReadAllBytes(scratch.At("88.bin"));
        bytes[7] ^= 1;
        scratch.Write("88.bin", bytes);
        var report = Cli.Run([.. command, "--json"]).Json(exitCode: ExitCode.CheckFailed);
        Assert.That(report.GetProperty("failed").GetInt32(), Is.EqualTo(1));
        Assert.That(report.GetProperty("first_divergence").GetString(), Is.EqualTo("MobilenetV1/Predictions/Reshape_1"));
        Assert.That(Cli.Run(command).Output, Does.Contain("first layer to diverge is SOFTMAX 'MobilenetV1/Predictions/Reshape_1'").And.Contain("[0, 7]"));

        // What was run on a device leads to the layer's page.
        Assert.That(
            Cli.Run([.. command[..^1], "cpu"]).Output,
            Does.Match(@"\n  \./gpunet inspect .*--backend cpu --html page\.html # then open page\.html#operator-30-kernel\n"));

        Cli.Run("conformance", "--model", ModelPath, "--input", GoldenInput, "--golden", scratch.At("none"), "--backend", "reference")
            .AssertFails(ExitCode.BadInput, "no such folder");
    }
}
