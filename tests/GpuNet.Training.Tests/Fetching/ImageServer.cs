using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace GpuNet.Training.Tests.Fetching;

/// <summary>Serves images on a free port of this machine, with faults where a test asks for them.</summary>
internal sealed class ImageServer : IDisposable
{
    private readonly HttpListener listener = new();
    private readonly ConcurrentDictionary<string, Page> pages = new();
    private readonly string root;
    private readonly Task loop;
    private int requests;

    public ImageServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            root = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }

        listener.Prefixes.Add($"{root}/");
        listener.Start();
        loop = Task.Run(ServeAsync);
    }

    /// <summary>How often it was asked.</summary>
    public int Requests => requests;

    /// <summary>The Range headers that it was sent.</summary>
    public ConcurrentBag<string> Ranges { get; } = [];

    public Uri At(string path) => new($"{root}{path}");

    /// <summary>Adds a file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="type">Its media type.</param>
    /// <param name="cutAfter">The first answer breaks off after so many bytes.</param>
    /// <param name="failures">So many answers are 503 first.</param>
    public Uri Add(string path, byte[] content, string type = "image/x-portable-pixmap", int? cutAfter = null, int failures = 0)
    {
        pages[path] = new Page(content, type, cutAfter, failures);
        return At(path);
    }

    public void Dispose()
    {
        listener.Stop();
        loop.Wait();
        listener.Close();
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                Answer(await listener.GetContextAsync().ConfigureAwait(false));
            }
            catch (Exception exception) when (exception is HttpListenerException or ObjectDisposedException or InvalidOperationException && !listener.IsListening)
            {
                return;
            }
            catch (Exception exception) when (exception is HttpListenerException or IOException or InvalidOperationException or ProtocolViolationException)
            {
                // An answer that was cut off on purpose.
                continue;
            }
        }
    }

    private void Answer(HttpListenerContext context)
    {
        Interlocked.Increment(ref requests);
        var response = context.Response;
        if (!pages.TryGetValue(context.Request.Url!.AbsolutePath, out var page) || page.Failures > 0)
        {
            response.StatusCode = page is null ? 404 : 503;
            if (page is not null) page.Failures--;
            response.Close();
            return;
        }

        var from = 0;
        if (context.Request.Headers["Range"] is { } range)
        {
            Ranges.Add(range);
            from = int.Parse(range["bytes=".Length..^1]);
            response.StatusCode = 206;
            response.Headers["Content-Range"] = $"bytes {from}-{page.Content.Length - 1}/{page.Content.Length}";
        }

        response.ContentType = page.Type;
        response.ContentLength64 = page.Content.Length - from;
        if (page.CutAfter is { } cut)
        {
            page.CutAfter = null;
            response.OutputStream.Write(page.Content, from, cut - from);
            response.OutputStream.Flush();
            response.Abort();
            return;
        }

        response.OutputStream.Write(page.Content, from, page.Content.Length - from);
        response.Close();
    }

    private sealed class Page(byte[] content, string type, int? cutAfter, int failures)
    {
        public byte[] Content { get; } = content;

        public string Type { get; } = type;

        public int? CutAfter { get; set; } = cutAfter;

        public int Failures { get; set; } = failures;
    }
}
