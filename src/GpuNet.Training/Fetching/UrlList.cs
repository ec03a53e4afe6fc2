using System.Text;
using GpuNet.Datasets;

namespace GpuNet.Fetching;

/// <summary>An image to fetch.</summary>
/// <param name="Url">Where it is: http or https.</param>
/// <param name="Label">Its class, which names the folder that it goes to; empty for none.</param>
public sealed record ImageUrl(Uri Url, string Label);

/// <summary>Reads lists of images to fetch: lines of <c>URL</c> or <c>URL,label</c>; <c>#</c> begins a comment.</summary>
public static class UrlList
{
    /// <summary>Reads a list; equal lines count once.</summary>
    /// <exception cref="DatasetException">The list is missing or empty, or a line is no URL or has a label that is no folder's name.</exception>
    public static IReadOnlyList<ImageUrl> Read(string path)
    {
        if (!File.Exists(path)) throw new DatasetException($"{path}: no such list.");
        var urls = new List<ImageUrl>();
        var number = 0;
        foreach (var line in File.ReadLines(path, Encoding.UTF8))
        {
            number++;
            if (line.Trim().Length > 0 && !line.TrimStart().StartsWith('#')) urls.Add(Parse(path, number, line));
        }

        return urls.Count > 0 ? [.. urls.Distinct()] : throw new DatasetException($"{path}: names no URL.");
    }

    private static ImageUrl Parse(string path, int number, string line)
    {
        // A URL may have commas in it, a label behind the last one need not be quoted.
        var comma = line.LastIndexOf(',');
        var hasLabel = comma >= 0 && !line[(comma + 1)..].Contains('/', StringComparison.Ordinal);
        var address = (hasLabel ? line[..comma] : line).Trim();
        var label = hasLabel ? line[(comma + 1)..].Trim().Trim('"') : "";
        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            throw new DatasetException($"{path}, line {number}: '{address}' is no http or https URL.");
        if (label.StartsWith('.') || label.Any(c => char.IsControl(c) || c is '\\' or ':'))
            throw new DatasetException($"{path}, line {number}: '{label}' cannot name a folder.");
        return new ImageUrl(url, label);
    }
}
