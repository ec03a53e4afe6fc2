using GpuNet.Cli.Tests.Images;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>The commands that make models, on small ones.</summary>
public sealed class MakingCommandTests
{
    [Test]
    public void What_is_drawn_is_trained_quantised_retrained_and_classified()
    {
        using var scratch = new ScratchFolder();
        var draw = Cli.Run("draw", scratch.At("data"), "--count", "12", "--extent", "32", "--classes", "circle", "stripes");
        Assert.That(draw.ExitCode, Is.Zero, draw.Error);
        Assert.That(Directory.GetFiles(scratch.At("data/circle")), Has.Length.EqualTo(12));

        var trained = Cli.Run(
            "train", scratch.At("data"), "--out", scratch.At("float.tflite"), "--width", "0.125", "--resolution", "32", "--epochs", "2", "--batch", "8",
            "--no-augmentation", "--logdir", scratch.At("logs"), "--json").Json();
        Assert.That(trained.GetProperty("epochs").GetInt32(), Is.EqualTo(2));
        Assert.That(trained.GetProperty("classes")[1].GetProperty("name").GetString(), Is.EqualTo("stripes"));
        Assert.That(Directory.GetFiles(scratch.At("logs/train")), Has.Length.EqualTo(1));

        var quantised = Cli.Run(
            "quantize", scratch.At("float.tflite"), scratch.At("uint8.tflite"), "--calibrate", scratch.At("data"), "--images", "4", "--backend", "reference",
            "--no-bias-correction", "--json").Json();
        Assert.That(quantised.GetProperty("images").GetInt32(), Is.EqualTo(4));
        Assert.That(quantised.GetProperty("layers").GetArrayLength(), Is.EqualTo(30));

        string[] retrain =
        [
            "retrain", scratch.At("data"), "--base", scratch.At("uint8.tflite"), "--out", scratch.At("retrained.tflite"), "--cache", scratch.At("cache"),
            "--backend", "reference", "--json",
        ];
        var retrained = Cli.Run(retrain).Json();
        Assert.That(retrained.GetProperty("bottlenecks_computed").GetInt32(), Is.EqualTo(24));
        var first = File.ReadAllBytes(scratch.At("retrained.tflite"));
        var again = Cli.Run(retrain).Json();
        Assert.That(again.GetProperty("bottlenecks_cached").GetInt32(), Is.EqualTo(24));
        Assert.That(again.GetProperty("device").ValueKind, Is.EqualTo(System.Text.Json.JsonValueKind.Null));
        Assert.That(File.ReadAllBytes(scratch.At("retrained.tflite")), Is.EqualTo(first));

        var image = Directory.GetFiles(scratch.At("data/circle"))[0];
        var classes = Cli.Run("classify", image, "--model", scratch.At("retrained.tflite"), "--backend", "reference", "--json").Json()[0].GetProperty("classes");
        Assert.That(classes.EnumerateArray().Select(c => c.GetProperty("label").GetString()), Is.EquivalentTo(new[] { "circle", "stripes" }));
    }

    [Test]
    public void Bad_datasets_are_named_in_one_line()
    {
        using var scratch = new ScratchFolder();
        Cli.Run("train", scratch.At("none"), "--out", scratch.At("m.tflite")).AssertFails(ExitCode.BadInput, "no such folder");
        Directory.CreateDirectory(scratch.At("empty"));
        Cli.Run("train", scratch.At("empty"), "--out", scratch.At("m.tflite")).AssertFails(ExitCode.BadInput, "is empty");
        scratch.Write("one/cat/a.ppm", TestImages.Ppm(TestImages.Gradient(4, 4)));
        Cli.Run("train", scratch.At("one"), "--out", scratch.At("m.tflite")).AssertFails(ExitCode.BadInput, "one class, 'cat'");
        scratch.Write("one/dog/bad.jpg", 0xff, 0xd8, 0xff);
        Cli.Run("train", scratch.At("one"), "--out", scratch.At("m.tflite")).AssertFails(ExitCode.BadInput, "no image of class 'dog'", "bad.jpg");
        Assert.That(File.Exists(scratch.At("m.tflite")), Is.False);
        Cli.Run("train", scratch.At("one"), "--out", scratch.At("m.tflite"), "--width", "9").AssertFails(ExitCode.Usage, "--width");
        Cli.Run("quantize", "none.tflite", scratch.At("m.tflite"), "--calibrate", scratch.At("one")).AssertFails(ExitCode.BadInput, "none.tflite");
        Cli.Run("fetch", scratch.At("none.txt"), "--out", scratch.At("f")).AssertFails(ExitCode.BadInput, "no such list");
    }
}
