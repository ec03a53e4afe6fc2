using GpuNet.Testing;

namespace GpuNet.Aot.Tests;

/// <summary>
/// <c>./gpunet</c>, which is trimmed and compiled ahead together with .NET, says and writes what the program does that the tests were built
/// with: trimming has cut off nothing that a command needs.
/// </summary>
internal sealed class ProgramTests
{
    // The script builds first if a source has changed; ./test has done so.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly string folder = Directory.CreateTempSubdirectory("gpunet-program-").FullName;

    private static string Script => Path.Combine(SharedFiles.RepositoryRoot, "gpunet");

    private static string Built => Path.Combine(SharedFiles.RepositoryRoot, "tools", "GpuNet.Cli", "bin", "Release", "net10.0", "GpuNet.Cli.dll");

    [OneTimeTearDown]
    public void DeleteFolder() => Directory.Delete(folder, recursive: true);

    [OneTimeSetUp]
    public async Task RequireProgram()
    {
        if (OperatingSystem.IsWindows()) Assert.Ignore("The script takes bash.");
        var version = await Command.RunAsync(Script, ["--version"], Limit);
        Assert.That(version.ExitCode, Is.Zero, version.Error);
    }

    [TestCase("--help")]
    [TestCase("classify --help")]
    [TestCase("frobnicate")]
    [TestCase("bench README.md")]
    [TestCase("shaders list")]
    [TestCase("shaders show PointwiseConv2D --target glsl")]
    [TestCase("shaders show PointwiseConv2D --target msl")]
    [TestCase("shaders show QuantisedPointwiseConv2D --target spirv")]
    [TestCase("shaders show Softmax --target csharp")]
    [TestCase("shaders check shaders")]
    [TestCase("run models/shapes_uint8.tflite --input README.md --output-dir none --backend cpu")]
    public Task What_needs_nothing_else(string arguments) => ExpectSame(arguments);

    [TestCase("classify ../shared/images/cat.bmp ../shared/images/grace_hopper.bmp --backend cpu")]
    [TestCase("classify ../shared/images/cat.bmp --backend reference --json")]
    [TestCase("inspect ../shared/models/mobilenet_v1_0.25_224.tflite --backend cpu")]
    [TestCase("inspect ../shared/models/person_detect.tflite --backend reference")]
    [TestCase("conformance --cases ../shared/conformance --filter softmax --backend cpu")]
    public Task What_needs_models_and_images(string arguments)
    {
        SharedFiles.Require();
        return ExpectSame(arguments);
    }

    [Test]
    public async Task What_writes_files()
    {
        await ExpectSameFiles("draw FOLDER/data --count 6 --extent 32 --classes circle stripes");
        await ExpectSameFiles("train FOLDER/data --out FOLDER/float.tflite --width 0.125 --resolution 32 --epochs 1 --batch 4 --no-augmentation");
        await ExpectSameFiles("quantize FOLDER/float.tflite FOLDER/uint8.tflite --calibrate FOLDER/data --images 2 --backend reference");
        await ExpectSameFiles("inspect FOLDER/uint8.tflite --backend cpu --html FOLDER/page.html");
    }

    private static async Task ExpectSame(string arguments)
    {
        var actual = await Command.RunAsync(Script, Split(arguments), Limit, SharedFiles.RepositoryRoot);
        var expected = await Command.RunAsync("dotnet", [Built, .. Split(arguments)], Limit, SharedFiles.RepositoryRoot);
        Assert.That(WithoutTimes(actual.Output), Is.EqualTo(WithoutTimes(expected.Output)));
        Assert.That(actual.Error, Is.EqualTo(expected.Error));
        Assert.That(actual.ExitCode, Is.EqualTo(expected.ExitCode));
    }

    private async Task ExpectSameFiles(string arguments)
    {
        var (published, built) = (Path.Combine(folder, "published"), Path.Combine(folder, "built"));
        var actual = await Command.RunAsync(Script, Split(arguments.Replace("FOLDER", published, StringComparison.Ordinal)), Limit);
        var expected = await Command.RunAsync("dotnet", [Built, .. Split(arguments.Replace("FOLDER", built, StringComparison.Ordinal))], Limit);
        Assert.That(actual.ExitCode, Is.Zero, actual.Error);
        Assert.That(expected.ExitCode, Is.Zero, expected.Error);
        Assert.That(FilesOf(published), Is.EqualTo(FilesOf(built)), arguments);
    }

    private static string[] Split(string arguments) => arguments.Split(' ');

    private static string FilesOf(string root) => string.Join(
        '\n',
        Directory.GetFiles(root, "*", SearchOption.AllDirectories)
            .Where(path => !path.EndsWith(".html", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(root, path)} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path)))}"));

    // Times differ, and so does the line's length with them.
    private static string WithoutTimes(string text) => System.Text.RegularExpressions.Regex.Replace(text, @" *[0-9.]+ m?s\b", " TIME");
}
