using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using GpuNet.Images;

namespace GpuNet.Fetching;

/// <summary>How images are fetched.</summary>
public sealed record FetchOptions
{
    /// <summary>How many at once.</summary>
    public int Parallelism { get; init; } = 8;

    /// <summary>The most bytes of one image.</summary>
    public long MaxBytes { get; init; } = 32L << 20;

    /// <summary>How often a server that fails is asked.</summary>
    public int Attempts { get; init; } = 3;

    /// <summary>How long a server may say nothing.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before the second attempt; it doubles with each one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>What has become of an image.</summary>
public enum FetchStatus
{
    /// <summary>It was fetched and stored.</summary>
    Fetched,

    /// <summary>An earlier run had fetched it.</summary>
    Present,

    /// <summary>Another URL of the same label gave the same content.</summary>
    Duplicate,

    /// <summary>It could not be fetched, or is no image that can be used.</summary>
    Failed,
}

/// <summary>An image and what has become of it.</summary>
/// <param name="Image">The image.</param>
/// <param name="Status">What has become of it.</param>
/// <param name="File">Its file; null where there is none.</param>
/// <param name="Problem">Why it failed, in one line; null otherwise.</param>
public sealed record FetchOutcome(ImageUrl Image, FetchStatus Status, string? File, string? Problem);

/// <summary>
/// Fetches lists of images into a folder for each label, several at once. Files are named by the hash of their content, so that
/// duplicates are found; what was cut off goes on from where it stopped, by a range request where the server has them.
/// </summary>
/// <param name="client">Asks the servers; its own time-out should be infinite, as <see cref="FetchOptions.Timeout"/> holds.</param>
/// <param name="options">How.</param>
public sealed class ImageFetcher(HttpClient client, FetchOptions options)
{
    private const string PartialFolder = ".partial";
    private const int BufferLength = 64 * 1024;

    /// <summary>Fetches all images that the folder does not have.</summary>
    /// <param name="images">What to fetch.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="done">Called for each image, from any thread.</param>
    /// <param name="cancellation">Ends the work; the next run goes on.</param>
    /// <returns>The outcomes in the order of <paramref name="images"/>.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public async Task<IReadOnlyList<FetchOutcome>> FetchAsync(
        IReadOnlyList<ImageUrl> images, string folder, Action<FetchOutcome>? done = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        Directory.CreateDirectory(Path.Combine(folder, PartialFolder));
        using var journal = new FetchJournal(folder);
        var outcomes = new FetchOutcome[images.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = cancellation };
        await Parallel.ForAsync(0, images.Count, parallel, async (i, stop) =>
        {
            outcomes[i] = await FetchOneAsync(images[i], folder, journal, stop).ConfigureAwait(false);
            done?.Invoke(outcomes[i]);
        }).ConfigureAwait(false);
        return outcomes;
    }

    private async Task<FetchOutcome> FetchOneAsync(ImageUrl image, string folder, FetchJournal journal, CancellationToken stop)
    {
        var key = $"{image.Label} {image.Url.AbsoluteUri}";
        if (journal.Find(key) is { } known && File.Exists(Path.Combine(folder, known)))
            return new FetchOutcome(image, FetchStatus.Present, Path.Combine(folder, known), null);

        var partial = Path.Combine(folder, PartialFolder, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..32]);
        for (var attempt = 1; ; attempt++)
        {
            var problem = await DownloadAsync(image, partial, stop).ConfigureAwait(false);
            if (problem is null) return Store(image, partial, folder, key, journal);
            if (problem.IsFinal) File.Delete(partial);
            if (problem.IsFinal || attempt >= options.Attempts) return new FetchOutcome(image, FetchStatus.Failed, null, $"{image.Url}: {problem.Text}");
            await Task.Delay(options.Pause * Math.Pow(2, attempt - 1), stop).ConfigureAwait(false);
        }
    }

    /// <summary>Completes the partial file.</summary>
    /// <returns>Null where it is complete.</returns>
    private async Task<Problem?> DownloadAsync(ImageUrl image, string partial, CancellationToken stop)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(stop);
        timer.CancelAfter(options.Timeout);
        try
        {
            var have = File.Exists(partial) ? new FileInfo(partial).Length : 0;
            using var request = new HttpRequestMessage(HttpMethod.Get, image.Url);
            if (have > 0) request.Headers.Range = new RangeHeaderValue(have, null);
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timer.Token).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                // The file has changed, or what is there was all of it and then some.
                File.Delete(partial);
                return new Problem("the server has another file than before", IsFinal: false);
            }

            if (!response.IsSuccessStatusCode) return Refused(response.StatusCode);
            if (response.Content.Headers.ContentType?.MediaType is { } type && !MayBeImage(type)) return new Problem($"is {type}, not an image", IsFinal: true);
            var isRest = response.StatusCode == HttpStatusCode.PartialContent && response.Content.Headers.ContentRange?.From == have;
            if (!isRest) have = 0;
            if (have + (response.Content.Headers.ContentLength ?? 0) > options.MaxBytes) return TooLarge();
            return await CopyAsync(response, partial, isRest, have, timer).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new Problem(string.Create(CultureInfo.InvariantCulture, $"no answer within {options.Timeout.TotalSeconds:0.#} s"), IsFinal: false);
        }
        catch (HttpRequestException exception)
        {
            return new Problem(OneLine(exception.Message), IsFinal: false);
        }
        catch (HttpIOException exception)
        {
            return new Problem($"the connection broke: {OneLine(exception.Message)}", IsFinal: false);
        }
    }

    private async Task<Problem?> CopyAsync(
        HttpResponseMessage response, string partial, bool isRest, long have, CancellationTokenSource timer)
    {
        var expected = response.Content.Headers.ContentLength;
        var source = await response.Content.ReadAsStreamAsync(timer.Token).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            var target = new FileStream(partial, isRest ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.None);
            await using (target.ConfigureAwait(false))
            {
                var buffer = new byte[BufferLength];
                var received = 0L;
                for (int read; (read = await source.ReadAsync(buffer, timer.Token).ConfigureAwait(false)) > 0;)
                {
                    timer.CancelAfter(options.Timeout);
                    received += read;
                    if (have + received > options.MaxBytes) return TooLarge();
                    await target.WriteAsync(buffer.AsMemory(0, read), timer.Token).ConfigureAwait(false);
                }

                return expected is { } length && received < length
                    ? new Problem($"was cut off after {have + received} of {have + length} bytes", IsFinal: false)
                    : null;
            }
        }
    }

    private static FetchOutcome Store(ImageUrl image, string partial, string folder, string key, FetchJournal journal)
    {
        try
        {
            var bytes = ImageFile.ReadBytes(partial);
            _ = ImageFile.Decode(image.Url.ToString(), bytes);
            var name = Convert.ToHexStringLower(SHA256.HashData(bytes))[..32] + ImageFile.ExtensionOf(bytes);
            var file = Path.Combine(image.Label, name);
            var path = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var isDuplicate = !TryMove(partial, path);
            journal.Add(key, file);
            return new FetchOutcome(image, isDuplicate ? FetchStatus.Duplicate : FetchStatus.Fetched, path, null);
        }
        catch (ImageFormatException exception)
        {
            File.Delete(partial);
            return new FetchOutcome(image, FetchStatus.Failed, null, exception.Message);
        }
    }

    // Only one of several that have the same content at the same time succeeds.
    private static bool TryMove(string partial, string path)
    {
        if (!File.Exists(path))
        {
            try
            {
                File.Move(partial, path);
                return true;
            }
            catch (IOException) when (File.Exists(path))
            {
                // Another one was faster: a duplicate like any other.
            }
        }

        File.Delete(partial);
        return false;
    }

    private static bool MayBeImage(string type) =>
        type.StartsWith("image/", StringComparison.OrdinalIgnoreCase) || type is "application/octet-stream" or "binary/octet-stream";

    private static Problem Refused(HttpStatusCode status) => new(
        $"the server answers {(int)status} {status}",
        IsFinal: (int)status < 500 && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests));

    private Problem TooLarge() => new($"is larger than {options.MaxBytes} bytes", IsFinal: true);

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").TrimEnd('.');

    /// <param name="Text">What went wrong.</param>
    /// <param name="IsFinal">Whether asking again is of no use.</param>
    private sealed record Problem(string Text, bool IsFinal);
}
