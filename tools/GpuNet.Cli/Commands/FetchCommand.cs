using System.CommandLine;
using GpuNet.Cli.Output;
using GpuNet.Fetching;

namespace GpuNet.Cli.Commands;

/// <summary><c>gpunet fetch</c>: images from a list of URLs.</summary>
internal static class FetchCommand
{
    public static Command Create(Terminal terminal, CancellationToken cancellation)
    {
        var byDefault = new FetchOptions();
        var list = new Argument<string>("LIST") { Description = "A file with a line for each image: URL or URL,label." };
        var output = new Option<string>("--out") { Description = "The folder to fetch into.", HelpName = "DIR", Required = true };
        var parallel = CommonOptions.Count("--parallel", "How many at once.", byDefault.Parallelism, least: 1);
        var size = CommonOptions.Count("--max-mib", "The most MiB of an image.", (int)(byDefault.MaxBytes >> 20), least: 1);
        var attempts = CommonOptions.Count("--attempts", "How often a server that fails is asked.", byDefault.Attempts, least: 1);
        var json = CommonOptions.JsonOutput();
        var command = new Command("fetch", "Fetch images from a list of URLs.") { list, output, parallel, size, attempts, json };
        command.SetAction(parsed =>
        {
            var options = new FetchOptions
            {
                Parallelism = parsed.GetValue(parallel), MaxBytes = (long)parsed.GetValue(size) << 20, Attempts = parsed.GetValue(attempts),
            };
            var folder = parsed.GetRequiredValue(output);
            var images = UrlList.Read(parsed.GetRequiredValue(list));
            var outcomes = Fetch(terminal, images, folder, options, cancellation);
            var report = new FetchReport(
                folder, Count(FetchStatus.Fetched), Count(FetchStatus.Present), Count(FetchStatus.Duplicate),
                [.. outcomes.Where(o => o.Status == FetchStatus.Failed).Select(o => new FetchFailure(o.Image.Url.ToString(), o.Problem!))]);
            if (parsed.GetValue(json)) Json.Write(terminal.Output, report, Json.Readable.FetchReport);
            else terminal.Line($"{report.Fetched} fetched, {report.Present} were there, {report.Duplicates} duplicates, {report.Failed.Count} failed");
            foreach (var failure in report.Failed) terminal.Fail(failure.Problem);
            return report.Failed.Count > 0 ? ExitCode.BadInput : ExitCode.Done;

            int Count(FetchStatus status) => outcomes.Count(o => o.Status == status);
        });
        return command;
    }

    private static IReadOnlyList<FetchOutcome> Fetch(
        Terminal terminal, IReadOnlyList<ImageUrl> images, string folder, FetchOptions options, CancellationToken cancellation)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd($"gpunet/{typeof(FetchCommand).Assembly.GetName().Version?.ToString(3) ?? "0"}");
        return terminal.WithBars(bars =>
        {
            bars.Begin("fetching", images.Count);
            return new ImageFetcher(client, options).FetchAsync(images, folder, _ => bars.Advance(1), cancellation).GetAwaiter().GetResult();
        });
    }
}
