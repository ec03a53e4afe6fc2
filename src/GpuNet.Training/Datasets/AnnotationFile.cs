using System.Globalization;
using System.Text.Json;
using System.Xml;
using System.Xml.Linq;

namespace GpuNet.Datasets;

/// <summary>
/// Annotations of one image each, whose objects are cropped out: Labelme's JSON (rectangles, polygons and other shapes by the box
/// around their points) and the Pascal VOC XML that labelImg writes.
/// </summary>
internal static class AnnotationFile
{
    private static readonly XmlReaderSettings NoExternalParts = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <summary>Whether a file is one of these, by its extension.</summary>
    public static bool IsOne(string path) => Path.GetExtension(path).ToUpperInvariant() is ".JSON" or ".XML";

    /// <summary>The objects of an image.</summary>
    /// <exception cref="DatasetException">The file is no such annotation.</exception>
    public static IReadOnlyList<Sample> Read(string path)
    {
        try
        {
            return Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase) ? ReadLabelme(path) : ReadVoc(path);
        }
        catch (Exception exception) when (exception is JsonException or XmlException or FormatException or OverflowException)
        {
            throw new DatasetException($"{path}: is no sound annotation: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is InvalidOperationException or KeyNotFoundException)
        {
            // What JSON answers where a value is of another kind, or absent.
            throw new DatasetException($"{path}: is no Labelme annotation: {exception.Message}", exception);
        }
    }

    private static List<Sample> ReadLabelme(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        var root = document.RootElement;
        var image = ImageOf(path, root.TryGetProperty("imagePath", out var name) ? name.GetString() : null);
        var samples = new List<Sample>();
        foreach (var shape in root.GetProperty("shapes").EnumerateArray())
        {
            var points = shape.GetProperty("points").EnumerateArray().Select(Point).ToList();
            if (points.Count == 0) throw new DatasetException($"{path}: a shape has no points.");
            var label = shape.GetProperty("label").GetString() ?? "";

            // A circle is its centre and a point on its rim.
            var isCircle = shape.TryGetProperty("shape_type", out var kind) && kind.GetString() == "circle" && points.Count == 2;
            var radius = isCircle ? Math.Sqrt(Math.Pow(points[0].X - points[1].X, 2) + Math.Pow(points[0].Y - points[1].Y, 2)) : 0;
            if (isCircle) points.RemoveAt(1);
            samples.Add(new Sample(image, label, CropBox.Around(
                points.Min(p => p.X) - radius, points.Min(p => p.Y) - radius, points.Max(p => p.X) + radius, points.Max(p => p.Y) + radius)));
        }

        return samples;

        (double X, double Y) Point(JsonElement point) => point.GetArrayLength() == 2
            ? (point[0].GetDouble(), point[1].GetDouble())
            : throw new DatasetException($"{path}: a point has {point.GetArrayLength()} coordinates instead of 2.");
    }

    private static List<Sample> ReadVoc(string path)
    {
        using var reader = XmlReader.Create(path, NoExternalParts);
        var root = XDocument.Load(reader).Root!;
        if (root.Name.LocalName != "annotation") throw new DatasetException($"{path}: is no Pascal VOC annotation: its root is '{root.Name.LocalName}'.");
        var image = ImageOf(path, root.Element("filename")?.Value.Trim());
        var samples = new List<Sample>();
        foreach (var element in root.Elements("object"))
        {
            var box = element.Element("bndbox") ?? throw new DatasetException($"{path}: an object has no bndbox.");
            var label = element.Element("name")?.Value.Trim() ?? "";

            // Pascal VOC counts pixels from 1 and includes the last.
            samples.Add(new Sample(image, label, CropBox.Around(Edge("xmin") - 1, Edge("ymin") - 1, Edge("xmax"), Edge("ymax"))));

            double Edge(string name) => double.Parse(
                box.Element(name)?.Value ?? throw new DatasetException($"{path}: a bndbox has no {name}."), CultureInfo.InvariantCulture);
        }

        return samples;
    }

    // Tools write the name with the folders of the machine that annotated; the image lies beside the annotation.
    private static string ImageOf(string path, string? name)
    {
        if (string.IsNullOrEmpty(name)) throw new DatasetException($"{path}: does not name its image.");
        var folder = Path.GetDirectoryName(path) ?? "";
        var relative = Path.Combine(folder, name.Replace('\\', '/'));
        return File.Exists(relative) ? relative : Path.Combine(folder, Path.GetFileName(name.Replace('\\', '/')));
    }
}
