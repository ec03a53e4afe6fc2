using GpuNet.Datasets;
using GpuNet.Images;

namespace GpuNet.Training.Tests.Datasets;

/// <summary>Broken and duplicate images, the split, and datasets that nothing can be trained on.</summary>
public sealed class DatasetScanTests
{
    [Test]
    public void Broken_duplicate_and_contradictory_images_are_found()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("cat/1.ppm", 1);
        scratch.WriteImage("cat/2.ppm", 1);
        scratch.WriteImage("cat/3.ppm", 3);
        scratch.WriteImage("dog/1.ppm", 4);
        scratch.WriteImage("dog/3.ppm", 3);
        scratch.Write("dog/broken.jpg", [0xff, 0xd8, 0xff, 0xd9]);
        scratch.Write("dog/empty.png", []);
        var scan = DatasetScan.Run(DatasetReader.Read(scratch.Path));
        Assert.That(scan.Samples.Select(s => Name(s.Sample)), Is.EqualTo(new[] { "cat/1.ppm", "dog/1.ppm" }));
        Assert.That(scan.Broken.Select(b => Name(b.Sample)), Is.EqualTo(new[] { "dog/broken.jpg", "dog/empty.png" }));
        Assert.That(scan.Broken.Select(b => b.Reason), Is.All.Contains("dog"));
        Assert.That(scan.Duplicates.Select(d => (Name(d.Sample), Name(d.Original))), Is.EqualTo(new[] { ("cat/2.ppm", "cat/1.ppm") }));
        Assert.That(scan.Conflicts.Select(c => Name(c.Sample)), Is.EqualTo(new[] { "cat/3.ppm", "dog/3.ppm" }));
        Assert.That(scan.RequireTrainable, Throws.Nothing);

        string Name(Sample sample) => Path.GetRelativePath(scratch.Path, sample.Path).Replace('\\', '/');
    }

    [Test]
    public void What_cannot_be_trained_on_is_refused()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("cat/1.ppm", 1);
        AssertRefused(scratch, "one class", "'cat'");
        scratch.Write("dog/1.ppm", "P6 nonsense");
        AssertRefused(scratch, "no image of class 'dog'", "1.ppm");
        scratch.WriteImage("dog/1.ppm", 1);
        AssertRefused(scratch, "also in another class");
    }

    [Test]
    public void A_box_outside_its_image_is_broken()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("a.ppm", 1);
        var list = scratch.Write("list.csv", "a.ppm,cat,0,0,4,4\na.ppm,dog,100,100,120,120\n");
        var scan = DatasetScan.Run(DatasetReader.Read(list));
        Assert.That(scan.Samples, Has.Count.EqualTo(1));
        Assert.That(scan.Broken.Single().Reason, Does.Contain("outside"));
    }

    [Test]
    public void Ten_thousand_files_are_scanned_and_divided_by_content()
    {
        using var scratch = new ScratchFolder();
        for (var i = 0; i < 10_000; i++)
            scratch.Write($"{(i % 2 == 0 ? "even" : "odd")}/{i}.ppm", [.. "P6\n1 2\n255\n"u8, (byte)i, (byte)(i >> 8), 0, 0, 0, 0]);
        var scan = DatasetScan.Run(DatasetReader.Read(scratch.Path));
        Assert.That(scan.ClassCounts, Is.EqualTo(new[] { 5000, 5000 }));
        var parts = new DatasetSplit(0.1, 0.2).Divide(scan);
        Assert.That(parts.Count(p => p == DatasetPart.Validation), Is.InRange(850, 1150));
        Assert.That(parts.Count(p => p == DatasetPart.Test), Is.InRange(1800, 2200));

        // Without half of the images, the others stay where they are.
        var half = scan with { Samples = [.. scan.Samples.Where((_, i) => i % 2 == 0)] };
        Assert.That(new DatasetSplit(0.1, 0.2).Divide(half), Is.EqualTo(parts.Where((_, i) => i % 2 == 0)));
    }

    [Test]
    public void Small_classes_are_learned_from_as_a_whole()
    {
        using var scratch = new ScratchFolder();
        for (var i = 0; i < DatasetSplit.SmallClass - 1; i++) scratch.WriteImage($"small/{i}.ppm", i);
        for (var i = 0; i < DatasetSplit.SmallClass; i++) scratch.WriteImage($"tested/{i}.ppm", 100 + i);
        var scan = DatasetScan.Run(DatasetReader.Read(scratch.Path));
        var parts = new DatasetSplit(0, 1).Divide(scan);
        Assert.That(parts.Take(DatasetSplit.SmallClass - 1), Is.All.EqualTo(DatasetPart.Training));
        Assert.That(parts.Skip(DatasetSplit.SmallClass - 1).Count(p => p == DatasetPart.Training), Is.EqualTo(1), "never none");
    }

    [Test]
    public void Augmentation_depends_on_its_seed_alone()
    {
        var random = new Random(5);
        var rgb = new byte[30 * 20 * 3];
        random.NextBytes(rgb);
        var image = new RgbImage(30, 20, rgb);
        var augmentation = new Augmentation();
        var first = augmentation.Apply(image, 16, 12, 42);
        Assert.That((first.Width, first.Height), Is.EqualTo((16, 12)));
        Assert.That(augmentation.Apply(image, 16, 12, 42).Rgb, Is.EqualTo(first.Rgb));
        Assert.That(augmentation.Apply(image, 16, 12, 43).Rgb, Is.Not.EqualTo(first.Rgb));
        Assert.That(new Augmentation(false, 0, 0, 0).Apply(image, 30, 20, 42).Rgb, Is.EqualTo(rgb), "nothing asked for, nothing changed");
    }

    [Test]
    public void The_generator_gives_the_numbers_of_its_definition()
    {
        // The first outputs of SplitMix64 for the seed 1234567, as its authors' program prints them.
        var random = new SplitMix(1234567);
        Assert.That(new[] { random.Next(), random.Next(), random.Next() }, Is.EqualTo(new[] { 6457827717110365317ul, 3203168211198807973ul, 9817491932198370423ul }));
    }

    private static void AssertRefused(ScratchFolder scratch, params string[] words)
    {
        var scan = DatasetScan.Run(DatasetReader.Read(scratch.Path));
        var exception = Assert.Throws<DatasetException>(scan.RequireTrainable)!;
        foreach (var word in words) Assert.That(exception.Message, Does.Contain(word));
    }
}
