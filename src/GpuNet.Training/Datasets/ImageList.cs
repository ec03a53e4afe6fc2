using System.Globalization;
using System.Text;
using System.Text.Json;

namespace GpuNet.Datasets;

/// <summary>Lists of images and their classes. Paths count from the folder of the list.</summary>
internal static class ImageList
{
    /// <summary>
    /// Lines of <c>image,label</c> or <c>image,label,left,top,right,bottom</c> (pixels), quoted as RFC 4180 has it; a first line
    /// that begins with <c>image</c> or <c>path</c> names the columns.
    /// </summary>
    public static IReadOnlyList<Sample> ReadCsv(string path)
    {
        var samples = new List<Sample>();
        var number = 0;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (line.Trim().Length == 0) continue;
            var cells = SplitCsv(line) ?? throw new DatasetException($"{path}, line {number}: a quotation mark is missing.");
            if (number == 1 && cells[0].Trim().ToUpperInvariant() is "IMAGE" or "PATH" or "FILE" or "FILENAME") continue;
            if (cells.Count is not (2 or 6))
                throw new DatasetException($"{path}, line {number}: has {cells.Count} columns instead of 2 (image,label) or 6 (and left,top,right,bottom).");
            samples.Add(new Sample(Resolve(path, cells[0].Trim()), cells[1].Trim(), cells.Count == 2 ? null : ParseBox(path, number, cells)));
        }

        return samples;
    }

    /// <summary>Lines of <c>{"image": "a.jpg", "label": "cat", "box": [left, top, right, bottom]}</c>, where the box may be absent.</summary>
    public static IReadOnlyList<Sample> ReadJsonLines(string path)
    {
        var samples = new List<Sample>();
        var number = 0;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (line.Trim().Length == 0) continue;
            try
            {
                using var document = JsonDocument.Parse(line);
                var root = document.RootElement;
                if (root.ValueKind != JsonValueKind.Object || Text(root, "image") is not { } image || Text(root, "label") is not { } label)
                    throw new DatasetException($"{path}, line {number}: is no object with the strings 'image' and 'label'.");
                samples.Add(new Sample(Resolve(path, image), label, root.TryGetProperty("box", out var box) ? ParseBox(path, number, box) : null));
            }
            catch (JsonException exception)
            {
                throw new DatasetException($"{path}, line {number}: is not JSON: {exception.Message}", exception);
            }
        }

        return samples;
    }

    /// <summary>The cells of a line; null where a quotation mark is not closed.</summary>
    internal static List<string>? SplitCsv(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var isQuoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            var letter = line[i];
            if (isQuoted && letter == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                cell.Append('"');
                i++;
            }
            else if (letter == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (letter == ',' && !isQuoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(letter);
            }
        }

        cells.Add(cell.ToString());
        return isQuoted ? null : cells;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static string Resolve(string list, string image) => Path.Combine(Path.GetDirectoryName(list) ?? "", image);

    private static CropBox ParseBox(string path, int number, List<string> cells)
    {
        var corners = new double[4];
        for (var i = 0; i < corners.Length; i++)
        {
            if (!double.TryParse(cells[i + 2], NumberStyles.Float, CultureInfo.InvariantCulture, out corners[i]) || !double.IsFinite(corners[i]))
                throw new DatasetException($"{path}, line {number}: '{cells[i + 2]}' is no number of pixels.");
        }

        return CropBox.Around(corners[0], corners[1], corners[2], corners[3]);
    }

    private static CropBox? ParseBox(string path, int number, JsonElement box)
    {
        if (box.ValueKind == JsonValueKind.Null) return null;
        if (box.ValueKind != JsonValueKind.Array || box.GetArrayLength() != 4 || box.EnumerateArray().Any(e => e.ValueKind != JsonValueKind.Number))
            throw new DatasetException($"{path}, line {number}: 'box' is not four numbers.");
        return CropBox.Around(box[0].GetDouble(), box[1].GetDouble(), box[2].GetDouble(), box[3].GetDouble());
    }
}
