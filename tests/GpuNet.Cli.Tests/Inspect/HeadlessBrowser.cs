using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using GpuNet.Cli.Tests.CommandLine;

namespace GpuNet.Cli.Tests.Inspect;

/// <summary>Chromium without a window, driven over the DevTools protocol: one page, what it evaluates and what it complains of.</summary>
internal sealed class HeadlessBrowser : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ScratchFolder profile;
    private readonly CancellationTokenSource timeout = new(TimeSpan.FromMinutes(3));
    private readonly Process process;
    private readonly ClientWebSocket socket = new();
    private int lastId;

    private HeadlessBrowser(Process process, ScratchFolder profile)
    {
        this.process = process;
        this.profile = profile;
    }

    /// <summary>Errors on the page's console and exceptions that nobody caught, since the page was opened.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Starts the browser on a page and waits until it is loaded.</summary>
    public static async Task<HeadlessBrowser> Open(string path, int width = 1400, int height = 900)
    {
        var profile = new ScratchFolder();
        string[] arguments =
        [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run", "--remote-debugging-port=0",
            string.Create(CultureInfo.InvariantCulture, $"--window-size={width},{height}"), $"--user-data-dir={profile.Path}", "about:blank",
        ];
        var browser = new HeadlessBrowser(Start(arguments), profile);
        await browser.Connect();
        await browser.Send("Runtime.enable");
        await browser.Send("Log.enable");
        await browser.Send("Page.enable");
        await browser.Send("Page.navigate", new { url = new Uri(Path.GetFullPath(path)).AbsoluteUri });
        await browser.Until("document.readyState === 'complete' && location.protocol === 'file:'");
        return browser;
    }

    /// <summary>The value of an expression of JavaScript.</summary>
    public async Task<JsonElement> Evaluate(string expression)
    {
        var answer = await Send("Runtime.evaluate", new { expression, returnByValue = true });
        Assert.That(answer.TryGetProperty("exceptionDetails", out var details), Is.False, $"{expression}: {details}");
        return answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>A text that an expression gives.</summary>
    public async Task<string> Text(string expression) => (await Evaluate($"String({expression})")).GetString()!;

    /// <summary>Presses a key where the focus is.</summary>
    public async Task Press(string key) => await Evaluate(
        $"document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true }}))");

    /// <summary>A picture of the page, PNG.</summary>
    public async Task<byte[]> Screenshot() => (await Send("Page.captureScreenshot", new { format = "png" })).GetProperty("data").GetBytesFromBase64();

    public async ValueTask DisposeAsync()
    {
        socket.Dispose();
        timeout.Dispose();
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        profile.Dispose();
    }

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("chromium", arguments) { RedirectStandardError = true, RedirectStandardOutput = true };
        try
        {
            var process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.OutputDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            process.BeginOutputReadLine();
            return process;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            Assert.Fail($"chromium does not start ({e.Message}); install the package chromium, as ./test does");
            throw;
        }
    }

    private async Task Connect()
    {
        // The browser writes its port there once it listens.
        var portFile = profile.At("DevToolsActivePort");
        await Wait(() => Task.FromResult(File.Exists(portFile) && File.ReadAllLines(portFile).Length >= 2), "chromium opens its port");
        var port = (await File.ReadAllLinesAsync(portFile))[0];
        using var client = new HttpClient();
        using var targets = JsonDocument.Parse(await client.GetStringAsync($"http://127.0.0.1:{port}/json/list"));
        var page = targets.RootElement.EnumerateArray().First(t => t.GetProperty("type").GetString() == "page");
        await socket.ConnectAsync(new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!), timeout.Token);
    }

    private Task Until(string expression) => Wait(async () => (await Evaluate(expression)).ValueKind == JsonValueKind.True, expression);

    private static async Task Wait(Func<Task<bool>> condition, string what)
    {
        for (var started = Stopwatch.GetTimestamp(); !await condition(); await Task.Delay(50))
            Assert.That(Stopwatch.GetElapsedTime(started), Is.LessThan(Patience), $"waited for: {what}");
    }

    private async Task<JsonElement> Send(string method, object? parameters = null)
    {
        var id = ++lastId;
        var message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, timeout.Token);
        while (true)
        {
            var received = await Receive();
            if (received.TryGetProperty("id", out var answered) && answered.GetInt32() == id)
            {
                Assert.That(received.TryGetProperty("error", out var error), Is.False, $"{method}: {error}");
                return received.GetProperty("result");
            }

            if (received.TryGetProperty("method", out var name)) Note(name.GetString()!, received.GetProperty("params"));
        }
    }

    private void Note(string name, JsonElement parameters)
    {
        var isComplaint = name switch
        {
            "Runtime.exceptionThrown" => true,
            "Runtime.consoleAPICalled" => parameters.GetProperty("type").GetString() is "error" or "warning" or "assert",
            "Log.entryAdded" => parameters.GetProperty("entry").GetProperty("level").GetString() is "error" or "warning",
            _ => false,
        };
        if (isComplaint) Complaints.Add($"{name} {parameters}");
    }

    private async Task<JsonElement> Receive()
    {
        using var message = new MemoryStream();
        var buffer = new byte[1 << 16];
        WebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer, timeout.Token);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        using var document = JsonDocument.Parse(Encoding.UTF8.GetString(message.ToArray()));
        return document.RootElement.Clone();
    }
}
