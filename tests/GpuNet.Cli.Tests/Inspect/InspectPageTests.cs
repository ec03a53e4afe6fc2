using System.Text.Json;
using GpuNet.Cli.Tests.CommandLine;
using CommandRun = GpuNet.Cli.Tests.CommandLine.Cli;

namespace GpuNet.Cli.Tests.Inspect;

/// <summary>The inspector's page in a real browser.</summary>
[NonParallelizable]
public sealed class InspectPageTests
{
    private const string Small = "mobilenet_v1_0.25_128_quant";
    private const long MostBytes = 5_000_000;
    private const double MostMilliseconds = 2000;

    private static readonly string[] Languages = ["csharp", "glsl", "msl", "spirv"];

    [TestCase(Small, 32)]
    [TestCase("mobilenet_v1_1.0_224_quant", 32)]
    [TestCase("mobilenet_v2_1.0_224_quant", 67)]
    public async Task The_page_of_a_network_opens_without_complaint(string model, int steps)
    {
        using var scratch = new ScratchFolder();
        var page = WritePage(scratch, model);
        Assert.That(new FileInfo(page).Length, Is.LessThan(MostBytes));
        await using var browser = await HeadlessBrowser.Open(page);
        await AssertOpensSoon(browser);
        Assert.That(await browser.Text("document.querySelectorAll('.node').length"), Is.EqualTo($"{steps}"));
        Assert.That(await browser.Text("document.getElementById('model').textContent"), Is.EqualTo($"{model}.tflite"));
        Assert.That(await browser.Text("performance.getEntriesByType('resource').length"), Is.EqualTo("0"), "nothing is loaded");
        Assert.That(browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Search_finds_steps_and_goes_from_one_to_the_next()
    {
        using var scratch = new ScratchFolder();
        await using var browser = await HeadlessBrowser.Open(WritePage(scratch, Small));
        await Type(browser, "softmax");
        Assert.That(await Selected(browser), Does.Contain("SOFTMAX"));
        Assert.That(await browser.Text("document.getElementById('found').textContent"), Is.EqualTo("1 of 1"));
        Assert.That(await browser.Text("document.querySelectorAll('.node.match').length"), Is.EqualTo("1"));

        await Type(browser, "depthwise");
        Assert.That(await browser.Text("document.getElementById('found').textContent"), Is.EqualTo("1 of 13"));
        await browser.Evaluate("document.getElementById('search').focus()");
        await browser.Press("Enter");
        Assert.That(await Selected(browser), Does.StartWith("Step 4:"));
        await Type(browser, "no such layer");
        Assert.That(await browser.Text("document.getElementById('found').textContent"), Is.EqualTo("none"));
        await browser.Press("Escape");
        Assert.That(await browser.Text("document.querySelectorAll('.node.dim').length"), Is.EqualTo("0"));
        Assert.That(browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Tabs_switch_by_click_and_by_key_and_show_the_kernel_in_every_language()
    {
        using var scratch = new ScratchFolder();
        await using var browser = await HeadlessBrowser.Open(WritePage(scratch, Small));
        await browser.Evaluate("document.getElementById('graph').focus()");
        await browser.Press("ArrowDown");
        await browser.Press("2");
        Assert.That(await browser.Text("document.querySelector('[aria-selected=true]').textContent"), Is.EqualTo("Kernel"));
        foreach (var (language, words) in new[]
        {
            ("csharp", "partial struct QuantisedFloatConv2D"), ("glsl", "#version 310 es"), ("msl", "kernel void"), ("spirv", "OpEntryPoint GLCompute"),
        })
        {
            await browser.Evaluate($"document.querySelector('[data-language={language}]').getAttribute('aria-pressed') === 'true' || document.querySelector('[data-language={language}]').click()");
            Assert.That(await browser.Text($"document.querySelector('[data-source={language}] pre').textContent"), Does.Contain(words));
        }

        // A uniform is found in all four, whatever each of them calls it.
        await browser.Evaluate("[...document.querySelectorAll('[data-source=glsl] .word')].find(w => w.textContent === 'window_StrideX').click()");
        foreach (var language in Languages)
            Assert.That(await browser.Text($"document.querySelectorAll('[data-source={language}] .named').length"), Is.Not.EqualTo("0"), language);

        foreach (var (key, words) in new[] { ("1", "Uniforms and late constants"), ("3", "--input FILE"), ("4", "Activations in memory"), ("5", "What the passes did") })
        {
            await browser.Press(key);
            Assert.That(await browser.Text("document.getElementById('panel').textContent"), Does.Contain(words), key);
        }

        await browser.Press("4");
        await browser.Evaluate("document.querySelectorAll('.life')[5].dispatchEvent(new MouseEvent('click'))");
        Assert.That(await browser.Text("document.querySelector('.node.selected').dataset.step"), Is.EqualTo("5"), "a place in memory leads to its step");
        Assert.That(browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task Values_and_times_are_shown_where_the_model_was_run()
    {
        using var scratch = new ScratchFolder();
        var page = WritePage(scratch, Small, "--profile", "--input", Repository.Shared("golden", Small, "cat", "in.bin"));
        Assert.That(new FileInfo(page).Length, Is.LessThan(MostBytes));
        await using var browser = await HeadlessBrowser.Open(page);
        await browser.Evaluate("location.hash = '#operator-2-values'");
        await Task.Delay(200);
        Assert.That(await Selected(browser), Does.Contain("What step 3 gave: CONV_2D"));
        Assert.That(await browser.Text("document.querySelectorAll('canvas').length"), Is.EqualTo("16"));
        await browser.Press("1");
        Assert.That(await browser.Text("document.querySelectorAll('.dot').length"), Is.EqualTo("30"), "the convolutions, the mean and the softmax among the rates");
        Assert.That(await browser.Text("getComputedStyle(document.body).backgroundColor"), Is.EqualTo("rgb(246, 247, 249)"));
        await browser.Press("t");
        Assert.That(await browser.Text("getComputedStyle(document.body).backgroundColor"), Is.EqualTo("rgb(18, 22, 29)"), "dark");
        Assert.That((await browser.Screenshot()).Length, Is.GreaterThan(10_000));
        Assert.That(browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task A_line_that_is_chosen_in_one_language_is_marked_in_all()
    {
        using var scratch = new ScratchFolder();
        await using var browser = await HeadlessBrowser.Open(WritePage(scratch, Small));
        await browser.Evaluate("location.hash = '#step-1-kernel'");
        await Task.Delay(200);
        foreach (var language in new[] { "msl", "spirv" }) await browser.Evaluate($"document.querySelector('[data-language={language}]').click()");

        await Choose("csharp", "for (var ky = 0");
        Assert.That(await Marked("csharp"), Has.Length.EqualTo(1));
        Assert.That(await Marked("glsl"), Has.Length.EqualTo(3).And.Some.Contains("for (int ky"), "the loop and its braces");
        Assert.That(await Marked("msl"), Has.Length.EqualTo(3).And.Some.Contains("for (int ky"));
        Assert.That(await Marked("spirv"), Has.Some.Contains("OpLoopMerge").And.Some.Contains("%ky"));
        Assert.That(await browser.Text("document.getElementById('chosen').textContent"), Does.Contain("3 of GLSL ES, 3 of MSL"));

        // The other way round; a second choice ends it.
        await Choose("msl", "for (int kx");
        Assert.That(await Marked("csharp"), Has.Length.EqualTo(1).And.All.Contains("for (var kx"));
        Assert.That(await Marked("glsl"), Has.Some.Contains("for (int kx"));
        await Choose("msl", "for (int kx");
        foreach (var language in Languages) Assert.That(await Marked(language), Is.Empty, language);

        // An unrolled loop: one line of C#, many of each other.
        await Choose("csharp", "sum = MulAdd(w1");
        Assert.That((await Marked("glsl")).Length, Is.GreaterThan(1).And.EqualTo((await Marked("msl")).Length));

        // By keys: on from there and back again, over lines of C# that have others.
        var before = await Marked("csharp");
        await browser.Press("n");
        Assert.That(await Marked("csharp"), Is.Not.EqualTo(before).And.Not.Empty);
        await browser.Press("p");
        Assert.That(await Marked("csharp"), Is.EqualTo(before));
        Assert.That(browser.Complaints, Is.Empty);

        async Task Choose(string language, string words) => await browser.Evaluate(
            $"[...document.querySelectorAll('[data-source={language}] .row')].find(r => r.textContent.includes('{words}')).click()");

        async Task<string[]> Marked(string language) =>
            (await browser.Text($"[...document.querySelectorAll('[data-source={language}] .row.same')].map(r => r.textContent).join('\\n')"))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Test]
    public async Task Three_hundred_layers_open_and_are_found()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllBytes(scratch.At("deep.tflite"), DeepModel.Write(blocks: 100));
        File.WriteAllBytes(scratch.At("input.bin"), new byte[DeepModel.InputBytes]);
        var path = scratch.At("page.html");
        var run = CommandRun.Run("inspect", scratch.At("deep.tflite"), "--backend", "cpu", "--profile", "--input", scratch.At("input.bin"), "--html", path);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(new FileInfo(path).Length, Is.LessThan(MostBytes));
        await using var browser = await HeadlessBrowser.Open(path);
        await AssertOpensSoon(browser);
        Assert.That(await browser.Text("document.querySelectorAll('.node').length"), Is.EqualTo($"{(100 * DeepModel.OperatorsOfBlock) + 2}"));
        await Type(browser, "block_77/depthwise");
        Assert.That(await Selected(browser), Does.Contain("DEPTHWISE_CONV_2D"));
        Assert.That(await browser.Text("document.getElementById('found').textContent"), Is.EqualTo("1 of 1"));
        await browser.Evaluate("document.getElementById('graph').focus()");
        foreach (var key in new[] { "1", "2", "3", "4", "5" })
        {
            await browser.Press(key);
            Assert.That(await browser.Text("document.getElementById('panel').textContent.length > 100"), Is.EqualTo("true"), key);
        }

        await browser.Press("1");
        await browser.Press("End");
        Assert.That(await Selected(browser), Does.StartWith("Step 301:"));
        Assert.That(browser.Complaints, Is.Empty);
    }

    [Test]
    public async Task From_a_layer_of_a_conformance_report_to_its_page_and_back()
    {
        using var scratch = new ScratchFolder();
        var (model, input) = (Repository.Shared("models", $"{Small}.tflite"), Repository.Shared("golden", Small, "cat", "in.bin"));
        Assert.That(CommandRun.Run("conformance", "--model", model, "--input", input, "--backend", "cpu", "--report", scratch.At("report.json")).ExitCode, Is.Zero);
        using var report = JsonDocument.Parse(File.ReadAllText(scratch.At("report.json")));
        var layer = report.RootElement.GetProperty("cases")[6];
        var (kernel, command) = (layer.GetProperty("kernels")[0].GetString()!, layer.GetProperty("command").GetString()!);
        Assert.That(command, Does.StartWith($"./gpunet inspect {model} --input {input} --backend cpu --html page.html"));
        await using var browser = await HeadlessBrowser.Open(WritePage(scratch, Small, "--input", input));
        await browser.Evaluate($"location.hash = '{command[command.LastIndexOf('#')..].Replace("-kernel", "-layer", StringComparison.Ordinal)}'");
        await Task.Delay(200);
        var shown = await browser.Text("document.getElementById('panel').textContent");
        Assert.That(shown, Does.Contain(layer.GetProperty("name").GetString()!.Split(';')[0]).And.Contain(kernel));
        Assert.That(shown, Does.Contain($"./gpunet conformance --model {model} --input {input} --backend cpu"));
        Assert.That(shown, Does.Contain($"./gpunet shaders show {kernel.Replace(' ', '/')}"));
        Assert.That(CommandRun.Run("shaders", "show", kernel, "--beside").Output, Does.StartWith($"{kernel.Replace(' ', '/')}\n"));
        Assert.That(browser.Complaints, Is.Empty);
    }

    private static async Task AssertOpensSoon(HeadlessBrowser browser) => Assert.That(
        (await browser.Evaluate("performance.getEntriesByType('navigation')[0].duration")).GetDouble(), Is.GreaterThan(0).And.LessThan(MostMilliseconds));

    private static string WritePage(ScratchFolder scratch, string model, params string[] more)
    {
        var path = scratch.At("page.html");
        var run = CommandRun.Run(["inspect", Repository.Shared("models", $"{model}.tflite"), "--backend", "cpu", "--html", path, .. more]);
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        return path;
    }

    private static Task<string> Selected(HeadlessBrowser browser) => browser.Text("document.querySelector('#panel h2').textContent");

    private static async Task Type(HeadlessBrowser browser, string text) => await browser.Evaluate(
        $"(() => {{ const s = document.getElementById('search'); s.focus(); s.value = '{text}'; s.dispatchEvent(new Event('input')); }})()");
}
