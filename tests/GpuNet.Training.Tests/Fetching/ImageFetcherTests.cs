using System.Net;
using GpuNet.Datasets;
using GpuNet.Fetching;
using GpuNet.Images;

namespace GpuNet.Training.Tests.Fetching;

/// <summary>Fetching from a server on this machine.</summary>
public sealed class ImageFetcherTests
{
    private static readonly FetchOptions Quick = new() { Parallelism = 4, MaxBytes = 100_000, Attempts = 3, Pause = TimeSpan.FromMilliseconds(1) };

    [Test]
    public async Task Images_go_to_the_folders_of_their_labels_once()
    {
        using var server = new ImageServer();
        using var scratch = new ScratchFolder();
        var red = server.Add("/red.ppm", Picture(1));
        var same = server.Add("/same.ppm", Picture(1));
        var blue = server.Add("/blue.ppm", Picture(2));
        ImageUrl[] list = [new(red, "warm"), new(same, "warm"), new(blue, "cold")];

        var outcomes = await FetchAsync(list, scratch.Path);
        Assert.That(outcomes.Select(o => o.Status).Order(), Is.EqualTo(new[] { FetchStatus.Fetched, FetchStatus.Fetched, FetchStatus.Duplicate }));
        Assert.That(Directory.GetFiles(scratch.At("warm")), Has.Length.EqualTo(1));
        Assert.That(File.ReadAllBytes(Directory.GetFiles(scratch.At("cold")).Single()), Is.EqualTo(Picture(2)));

        var requests = server.Requests;
        Assert.That((await FetchAsync(list, scratch.Path)).Select(o => o.Status), Is.All.EqualTo(FetchStatus.Present));
        Assert.That(server.Requests, Is.EqualTo(requests), "nothing is asked for twice");
        Assert.That(DatasetReader.Read(scratch.Path).Classes, Is.EqualTo(new[] { "cold", "warm" }), "what is fetched is a dataset");
    }

    [Test]
    public async Task What_was_cut_off_goes_on_where_it_stopped()
    {
        using var server = new ImageServer();
        using var scratch = new ScratchFolder();
        var picture = Picture(3);
        var url = server.Add("/cut.ppm", picture, cutAfter: 100);
        var outcome = (await FetchAsync([new ImageUrl(url, "")], scratch.Path)).Single();
        Assert.That(outcome.Status, Is.EqualTo(FetchStatus.Fetched), outcome.Problem);
        Assert.That(File.ReadAllBytes(outcome.File!), Is.EqualTo(picture));
        Assert.That(server.Ranges, Does.Contain("bytes=100-"));
    }

    [Test]
    public async Task A_server_that_fails_for_a_while_is_asked_again()
    {
        using var server = new ImageServer();
        using var scratch = new ScratchFolder();
        var url = server.Add("/busy.ppm", Picture(4), failures: 2);
        Assert.That((await FetchAsync([new ImageUrl(url, "")], scratch.Path)).Single().Status, Is.EqualTo(FetchStatus.Fetched));
        Assert.That(server.Requests, Is.EqualTo(3));
    }

    [Test]
    public async Task What_is_no_image_or_too_large_fails_with_its_reason()
    {
        using var server = new ImageServer();
        using var scratch = new ScratchFolder();
        ImageUrl[] list =
        [
            new(server.Add("/page", "<html>"u8.ToArray(), type: "text/html"), ""),
            new(server.Add("/lie.jpg", "no image"u8.ToArray(), type: "image/jpeg"), ""),
            new(server.Add("/large.ppm", new byte[100_001]), ""),
            new(server.At("/none.jpg"), ""),
        ];
        var outcomes = await FetchAsync(list, scratch.Path);
        Assert.That(outcomes.Select(o => o.Status), Is.All.EqualTo(FetchStatus.Failed));
        Assert.That(outcomes[0].Problem, Does.Contain("text/html"));
        Assert.That(outcomes[1].Problem, Does.Contain("/lie.jpg").And.Contains("not an image"));
        Assert.That(outcomes[2].Problem, Does.Contain("larger than 100000"));
        Assert.That(outcomes[3].Problem, Does.Contain("404"));
        Assert.That(Directory.GetFiles(scratch.At(".partial")), Is.Empty);
    }

    [TestCase("ftp://x/y.jpg", "no http")]
    [TestCase("http://x/y.jpg,.hidden", "folder")]
    [TestCase("# nothing", "no URL")]
    public void A_bad_list_is_named(string line, string problem)
    {
        using var scratch = new ScratchFolder();
        var list = scratch.Write("urls.txt", line + "\n");
        Assert.That(() => UrlList.Read(list), Throws.TypeOf<DatasetException>().With.Message.Contains("urls.txt").And.Message.Contains(problem));
    }

    [Test]
    public void A_list_has_labels_and_urls_with_commas()
    {
        using var scratch = new ScratchFolder();
        var list = scratch.Write("urls.txt", "http://x/a.jpg,cat\n\nhttp://x/b,c.jpg?size=1,2/3\nhttp://x/a.jpg,cat\n");
        Assert.That(UrlList.Read(list), Is.EqualTo(new[]
        {
            new ImageUrl(new Uri("http://x/a.jpg"), "cat"), new ImageUrl(new Uri("http://x/b,c.jpg?size=1,2/3"), ""),
        }));
    }

    private static byte[] Picture(int seed)
    {
        var rgb = new byte[12 * 12 * 3];
        new Random(seed).NextBytes(rgb);
        return ScratchFolder.Ppm(new RgbImage(12, 12, rgb));
    }

    private static async Task<IReadOnlyList<FetchOutcome>> FetchAsync(IReadOnlyList<ImageUrl> list, string folder)
    {
        using var client = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        return await new ImageFetcher(client, Quick).FetchAsync(list, folder);
    }
}
