namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>Wrong use is told in one line and answered with 2; bad files with 3.</summary>
public sealed class UsageTests
{
    [TestCase("name a command: devices, classify", new string[0])]
    [TestCase("no command or option 'frobnicate'", new[] { "frobnicate" })]
    [TestCase("no command or option '--frobnicate'", new[] { "devices", "--frobnicate" })]
    [TestCase("no command or option 'extra'", new[] { "devices", "extra" })]
    [TestCase("'MODEL'", new[] { "bench" })]
    [TestCase("'IMAGE'", new[] { "classify" })]
    [TestCase("there is no option '--modle'", new[] { "classify", "cat.jpg", "--modle", "m" })]
    [TestCase("--top takes a number from 1", new[] { "classify", "cat.jpg", "--model", "m", "--top", "0" })]
    [TestCase("--runs takes a number from 1 to 1000000, not 'many'", new[] { "bench", "m", "--runs", "many" })]
    [TestCase("--backend takes auto, vulkan", new[] { "bench", "m", "--backend", "cuda" })]
    [TestCase("'--input' is required", new[] { "run", "m", "--output-dir", "d" })]
    [TestCase("'--output-dir' is required", new[] { "run", "m", "--input", "f" })]
    [TestCase("compare a device with the reference", new[] { "conformance", "--backend", "reference" })]
    [TestCase("no case has such a name", new[] { "conformance", "--filter", "conv3d" })]
    [TestCase("go with GpuNet's own cases", new[] { "conformance", "--cases", "c", "--seed", "2" })]
    [TestCase("'MODEL'", new[] { "inspect" })]
    [TestCase("makes no plan", new[] { "inspect", "m", "--backend", "reference" })]
    [TestCase("exclude each other", new[] { "conformance", "--cases", "c", "--model", "m" })]
    [TestCase("go with --model", new[] { "conformance", "--cases", "c", "--golden", "g" })]
    [TestCase("goes with cases", new[] { "conformance", "--model", "m", "--filter", "f" })]
    [TestCase("--storage takes buffer, texture, not 'tape'", new[] { "conformance", "--cases", "c", "--storage", "tape" })]
    [TestCase("do not apply to --backend reference", new[] { "bench", "m", "--backend", "reference", "--float-storage", "f16" })]
    [TestCase("takes --float-storage f16", new[] { "bench", "m", "--float-arithmetic", "f16" })]
    [TestCase("goes with --model, not with cases", new[] { "conformance", "--float-storage", "f16", "--float-arithmetic", "f16" })]
    [TestCase("no kernel is called 'NoSuchKernel'", new[] { "shaders", "show", "NoSuchKernel" })]
    [TestCase("--target takes glsl, msl, spirv, csharp, ir", new[] { "shaders", "show", "K", "--target", "hlsl" })]
    public void Wrong_use_is_answered_with_2(string words, string[] args) => Cli.Run(args).AssertFails(ExitCode.Usage, words);

    [TestCase("no-such-model.tflite", new[] { "bench", "no-such-model.tflite", "--backend", "reference" })]
    [TestCase("no-such-folder", new[] { "conformance", "--cases", "no-such-folder" })]
    [TestCase("no-such-labels.txt", new[] { "classify", "c.jpg", "--model", "m", "--labels", "no-such-labels.txt" })]
    [TestCase("no-such-folder", new[] { "shaders", "check", "no-such-folder" })]
    public void Missing_files_are_answered_with_3(string words, string[] args) => Cli.Run(args).AssertFails(ExitCode.BadInput, words);

    [Test]
    public void A_file_that_is_no_model_is_answered_with_3()
    {
        using var scratch = new ScratchFolder();
        var path = scratch.Write("bad.tflite", [.. "GIF89a, and then some more"u8]);
        Cli.Run("bench", path, "--backend", "reference").AssertFails(ExitCode.BadInput, "bad.tflite");
    }

    [Test]
    public void Metal_elsewhere_than_on_Apple_is_answered_with_4_and_why()
    {
        if (OperatingSystem.IsMacOS() || OperatingSystem.IsIOS()) Assert.Ignore("This system has Metal.");
        var model = Repository.Shared("models", "person_detect.tflite");
        Cli.Run("bench", model, "--backend", "metal").AssertFails(ExitCode.Device, "metal: Metal is the API of macOS and iOS");
        Assert.That(Cli.Run("devices").Output, Does.Contain("metal: Metal is the API of macOS and iOS"));
    }

    [TestCase("devices")]
    [TestCase("classify")]
    [TestCase("conformance")]
    [TestCase("shaders", "show")]
    public void Help_is_on_standard_output(params string[] command)
    {
        var cli = Cli.Run([.. command, "--help"]);
        Assert.That((cli.ExitCode, cli.Error), Is.EqualTo((0, "")));
        Assert.That(cli.Output, Does.Contain($"gpunet {string.Join(' ', command)}"));
    }

    [Test]
    public void Exceptions_map_to_the_exit_codes()
    {
        Assert.That(Failure.CodeOf(new ModelFormatException("m")), Is.EqualTo(3));
        Assert.That(Failure.CodeOf(new UnsupportedModelException("m")), Is.EqualTo(3));
        Assert.That(Failure.CodeOf(new InvalidInputException("m")), Is.EqualTo(3));
        Assert.That(Failure.CodeOf(new GpuNet.Images.ImageLibraryMissingException("m")), Is.EqualTo(3));
        Assert.That(Failure.CodeOf(new FileNotFoundException("m")), Is.EqualTo(3));
        Assert.That(Failure.CodeOf(new DeviceNotFoundException("m")), Is.EqualTo(4));
        Assert.That(Failure.CodeOf(new DeviceException("m")), Is.EqualTo(4));
        Assert.That(Failure.CodeOf(new KernelFaultException("m")), Is.EqualTo(4));
        Assert.That(Failure.CodeOf(new UsageException("m")), Is.EqualTo(2));
        Assert.That(Failure.CodeOf(new OperationCanceledException()), Is.EqualTo(130));
        Assert.That(Failure.CodeOf(new InvalidOperationException("m")), Is.EqualTo(1));
    }

    [Test]
    public void A_message_of_several_lines_is_printed_as_one()
    {
        using var error = new StringWriter();
        var terminal = new Output.Terminal(TextWriter.Null, error, isTerminal: false, isErrorTerminal: false);
        Failure.Report(new DeviceException("the driver says:\n\terror 1\r\n  error 2\n"), terminal);
        Assert.That(error.ToString(), Is.EqualTo("gpunet: the driver says: error 1 error 2" + Environment.NewLine));
    }

    [Test]
    public void Devices_lists_the_host()
    {
        var devices = Cli.Run("devices", "--json").Json().GetProperty("devices").EnumerateArray().ToList();
        Assert.That(devices.Select(d => d.GetProperty("backend").GetString()), Does.Contain("cpu"));
        Assert.That(Cli.Run("devices").Output, Does.Contain("cpu"));
    }
}
