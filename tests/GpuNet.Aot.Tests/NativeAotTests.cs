using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using GpuNet.Testing;

namespace GpuNet.Aot.Tests;

/// <summary>
/// Publishes tests/AotSmoke with NativeAOT and runs it. Everything goes to artifacts/aot, apart from what the other tests
/// were built from.
/// </summary>
internal sealed partial class NativeAotTests
{
    private const string Model = "mobilenet_v1_0.25_224";
    private const string Image = "cat";
    private const float Tolerance = 1e-4f;

    private static readonly TimeSpan PublishLimit = TimeSpan.FromMinutes(8);
    private static readonly TimeSpan RunLimit = TimeSpan.FromMinutes(1);

    private Command publish = null!;

    private static string Artifacts => Path.Combine(SharedFiles.RepositoryRoot, "artifacts", "aot");

    private static string RuntimeIdentifier => $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";

    private static string Program => Path.Combine(Artifacts, "publish", "AotSmoke", $"release_{RuntimeIdentifier}", "AotSmoke");

    [OneTimeSetUp]
    public async Task Publish()
    {
        if (!OperatingSystem.IsLinux()) Assert.Ignore("Published on Linux only.");
        if (!Command.IsOnPath("clang") && !Command.IsOnPath("gcc"))
            Assert.Ignore("NativeAOT links with clang or gcc, and neither is installed (Debian: gcc libc6-dev).");
        publish = await Command.RunAsync(
            "dotnet",
            [
                "publish", Path.Combine(SharedFiles.RepositoryRoot, "tests", "AotSmoke"), "-c", "Release", "-r", RuntimeIdentifier,
                "-p:Native=true", "--artifacts-path", Artifacts, "--nologo", "--disable-build-servers", "-v", "minimal",
            ],
            PublishLimit);
        var missing = MissingPackage().Match(publish.Output);
        if (publish.ExitCode != 0 && missing.Success) Assert.Ignore($"The ahead-of-time compiler is not to be had here: {missing.Value}.");
    }

    [Test]
    public void Publishing_brings_no_warning_of_trimming_or_of_ahead_of_time_compilation()
    {
        Assert.That(publish.ExitCode, Is.Zero, publish.Output + publish.Error);
        Assert.That(TrimmingWarning().Matches(publish.Output).Select(m => m.Value), Is.Empty, publish.Output);
    }

    [Test]
    public async Task The_native_program_computes_what_tensorflow_lite_does()
    {
        SharedFiles.Require();
        Assert.That(publish.ExitCode, Is.Zero, publish.Output + publish.Error);
        var golden = Golden.Load(Model, Image);
        var backend = GpuDevices.Probe().First(probe => probe.Devices.Count > 0).Backend;

        var run = await Command.RunAsync(Program, [backend, golden.ModelPath, golden.Input.Path], RunLimit);

        Assert.That(run.ExitCode, Is.Zero, run.Error);
        var words = run.Output.Split();
        var (best, probability) = ExpectedBest(golden);
        Assert.That(words[0], Is.EqualTo(backend));
        Assert.That(int.Parse(words[1], CultureInfo.InvariantCulture), Is.EqualTo(best));
        Assert.That(float.Parse(words[2], CultureInfo.InvariantCulture), Is.EqualTo(probability).Within(Tolerance));
    }

    [Test]
    public async Task The_native_program_says_in_one_line_what_is_wrong_with_a_model()
    {
        Assert.That(publish.ExitCode, Is.Zero, publish.Output + publish.Error);
        var run = await Command.RunAsync(Program, ["cpu", Program, Program], RunLimit);
        Assert.That(run.ExitCode, Is.EqualTo(1));
        Assert.That(run.Error, Does.Match(@"\Aaot-smoke: .*TFL3.*\n\z"));
    }

    private static (int Class, float Probability) ExpectedBest(Golden golden)
    {
        var scores = MemoryMarshal.Cast<byte, float>(golden.Tensors[^1].Read()).ToArray();
        var best = Array.IndexOf(scores, scores.Max());
        return (best, scores[best]);
    }

    [GeneratedRegex(@"\bIL[23]\d{3}\b")]
    private static partial Regex TrimmingWarning();

    // NuGet's codes for a package that no source has, and for a source that does not answer.
    [GeneratedRegex(@"NU1(101|102|301)\b[^\n]*")]
    private static partial Regex MissingPackage();
}
