using GpuNet.Datasets;

namespace GpuNet.Training.Tests.Datasets;

/// <summary>Every form of dataset, and what is said of bad ones.</summary>
public sealed class DatasetReaderTests
{
    [Test]
    public void A_folder_for_each_class_with_names_outside_ascii()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("Hündchen/größe 1.ppm", 1);
        scratch.WriteImage("犬/a.PPM", 2);
        scratch.WriteImage("犬/deeper/b.ppm", 3);
        scratch.Write("犬/notes.txt", "no image");
        var dataset = DatasetReader.Read(scratch.Path);
        Assert.That(dataset.Classes, Is.EqualTo(new[] { "Hündchen", "犬" }));
        Assert.That(dataset.Samples.Select(s => Path.GetRelativePath(scratch.Path, s.Path)), Is.EqualTo(new[] { "Hündchen/größe 1.ppm", "犬/a.PPM", "犬/deeper/b.ppm" }));
        Assert.That(DatasetScan.Run(dataset).ClassCounts, Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public void A_csv_list_with_quotes_and_boxes()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("a, b.ppm", 1);
        var path = scratch.Write("list.csv", "image,label,left,top,right,bottom\n\"a, b.ppm\",\"the \"\"cat\"\"\"\n\na.ppm,dog,1.5,2,4,6.2\n");
        var samples = DatasetReader.Read(path).Samples;
        Assert.That(samples, Is.EquivalentTo(new[]
        {
            new Sample(scratch.At("a, b.ppm"), "the \"cat\""), new Sample(scratch.At("a.ppm"), "dog", new CropBox(1, 2, 3, 5)),
        }));
    }

    [Test]
    public void A_list_of_json_lines()
    {
        using var scratch = new ScratchFolder();
        var path = scratch.Write("list.jsonl", "{\"image\": \"a.png\", \"label\": \"cat\"}\n{\"image\": \"b.png\", \"label\": \"dog\", \"box\": [0, 0, 3, 4]}\n");
        Assert.That(DatasetReader.Read(path).Samples, Is.EqualTo(new[]
        {
            new Sample(scratch.At("a.png"), "cat"), new Sample(scratch.At("b.png"), "dog", new CropBox(0, 0, 3, 4)),
        }));
    }

    [Test]
    public void Labelme_annotations_crop_their_shapes()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("one.ppm", 1, 20, 10);
        scratch.Write("one.json", """
            {"imagePath": "C:\\photos\\one.ppm", "imageData": null, "shapes": [
              {"label": "cat", "shape_type": "rectangle", "points": [[8, 9], [2, 3]]},
              {"label": "dog", "shape_type": "polygon", "points": [[1, 1], [5.5, 2], [3, 4.2]]},
              {"label": "sun", "shape_type": "circle", "points": [[10, 5], [13, 9]]}]}
            """);
        var samples = DatasetReader.Read(scratch.Path).Samples;
        Assert.That(samples.Select(s => (s.Label, s.Crop)), Is.EqualTo(new (string, CropBox?)[]
        {
            ("cat", new CropBox(2, 3, 6, 6)), ("dog", new CropBox(1, 1, 5, 4)), ("sun", new CropBox(5, 0, 10, 10)),
        }));
        Assert.That(samples.Select(s => s.Path), Is.All.EqualTo(scratch.At("one.ppm")));
        Assert.That(DatasetScan.Run(DatasetReader.Read(scratch.Path)).Samples, Has.Count.EqualTo(3));
    }

    [Test]
    public void Pascal_voc_annotations_count_pixels_from_one()
    {
        using var scratch = new ScratchFolder();
        scratch.WriteImage("one.ppm", 1, 20, 10);
        scratch.Write("one.xml", """
            <annotation><folder>x</folder><filename>one.ppm</filename><path>/somewhere/else/one.ppm</path>
              <object><name>cat</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>4</xmax><ymax>3</ymax></bndbox></object>
            </annotation>
            """);
        Assert.That(DatasetReader.Read(scratch.Path).Samples, Is.EqualTo(new[] { new Sample(scratch.At("one.ppm"), "cat", new CropBox(0, 0, 4, 3)) }));
    }

    [Test]
    public void An_annotation_cannot_read_other_files()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("one.xml", "<!DOCTYPE a [<!ENTITY e SYSTEM \"/etc/passwd\">]><annotation><filename>&e;</filename></annotation>");
        AssertBad(scratch.Path, "one.xml");
    }

    [TestCase("{}")]
    [TestCase("[1]")]
    [TestCase("{\"imagePath\": \"a.ppm\", \"shapes\": [{\"label\": 3, \"points\": [[1, 2]]}]}")]
    [TestCase("{\"imagePath\": \"a.ppm\", \"shapes\": [{\"label\": \"a\", \"points\": [[1]]}]}")]
    [TestCase("not json")]
    public void A_bad_annotation_is_named(string text)
    {
        using var scratch = new ScratchFolder();
        scratch.Write("one.json", text);
        AssertBad(scratch.Path, "one.json");
    }

    [TestCase("a.ppm\n", "line 1", "1 columns")]
    [TestCase("a.ppm,cat\n\"b.ppm,dog\n", "line 2", "quotation")]
    [TestCase("a.ppm,cat,1,2,x,4\n", "line 1", "'x'")]
    [TestCase("image,label\n", "no images", "")]
    [TestCase("a.ppm,\n", "empty", "")]
    public void A_bad_list_is_named(string text, string place, string problem)
    {
        using var scratch = new ScratchFolder();
        AssertBad(scratch.Write("list.csv", text), "list.csv", place, problem);
    }

    [Test]
    public void Empty_and_missing_folders_are_named()
    {
        using var scratch = new ScratchFolder();
        AssertBad(scratch.At("none"), "no such folder");
        AssertBad(scratch.Path, "is empty");
        Directory.CreateDirectory(scratch.At("cat"));
        AssertBad(scratch.Path, "none of its 1 folders");
        scratch.WriteImage("loose.ppm", 1);
        Directory.Delete(scratch.At("cat"));
        AssertBad(scratch.Path, "no folders");
        AssertBad(scratch.Write("a.txt", "x"), "no dataset");
    }

    private static void AssertBad(string path, params string[] words)
    {
        var exception = Assert.Throws<DatasetException>(() => DatasetReader.Read(path))!;
        Assert.That(exception.Message, Does.Not.Contain("\n"));
        foreach (var word in words) Assert.That(exception.Message, Does.Contain(word));
    }
}
