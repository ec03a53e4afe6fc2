using GpuNet.Metadata;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>The model that comes with the program, on the samples beside it.</summary>
public sealed class DefaultModelTests
{
    private const long MostBytes = 3 << 20;

    private static string Models => Path.Combine(Repository.Root, "models");

    private static string[] Samples => [.. Directory.GetFiles(Path.Combine(Repository.Root, "samples"), "*.png").Order(StringComparer.Ordinal)];

    [Test]
    public void Every_sample_is_named_without_any_other_argument()
    {
        Assert.That(Samples, Has.Length.GreaterThanOrEqualTo(10));
        var images = Cli.Run(["classify", .. Samples, "--backend", "reference", "--json"]).Json();
        foreach (var image in images.EnumerateArray())
        {
            var name = Path.GetFileNameWithoutExtension(image.GetProperty("image").GetString());
            Assert.That(image.GetProperty("classes")[0].GetProperty("label").GetString(), Is.EqualTo(name));
        }
    }

    [Test]
    public void The_float_form_names_every_sample_too()
    {
        var model = Path.Combine(Models, "shapes_float.tflite");
        var images = Cli.Run(["classify", .. Samples, "--model", model, "--backend", "reference", "--json"]).Json();
        foreach (var image in images.EnumerateArray())
        {
            var name = Path.GetFileNameWithoutExtension(image.GetProperty("image").GetString());
            Assert.That(image.GetProperty("classes")[0].GetProperty("label").GetString(), Is.EqualTo(name));
        }
    }

    [Test]
    public void Both_forms_have_the_same_classes_and_are_small()
    {
        var files = Directory.GetFiles(Models, "*.tflite");
        Assert.That(files.Select(f => Path.GetFileName(f)), Is.EquivalentTo(new[] { "shapes_float.tflite", "shapes_uint8.tflite" }));
        Assert.That(files.Sum(f => new FileInfo(f).Length), Is.LessThan(MostBytes));
        Assert.That(ModelLabels.Read(files[0]), Is.EqualTo(ModelLabels.Read(files[1])));
        Assert.That(ModelLabels.Read(files[0]), Is.EqualTo(GpuNet.Drawing.DrawnClasses.Names));
    }
}
