using System.Text.Json;

namespace GpuNet.Cli.Tests.CommandLine;

/// <summary>GpuNet's own cases and the inspector's table, from the command line, on the host.</summary>
public sealed class OwnCasesTests
{
    [Test]
    public void One_case_runs_by_its_name_and_no_other()
    {
        var report = Cli.Run("conformance", "--filter", "conv2d/u8/1", "--backend", "cpu", "--storage", "buffer", "--planned-for", "software", "--json").Json();
        Assert.That(report.GetProperty("passed").GetInt32(), Is.EqualTo(1), report.ToString());
        Assert.That(report.GetProperty("cases")[0].GetProperty("name").GetString(), Is.EqualTo("conv2d/u8/1 buffer f32 software"));
    }

    [Test]
    public void A_report_has_device_limits_versions_and_every_result()
    {
        using var scratch = new ScratchFolder();
        var run = Cli.Run("conformance", "--filter", "relu6/*/2", "--seed", "7", "--backend", "cpu", "--report", scratch.At("report.json"));
        Assert.That(run.ExitCode, Is.Zero, run.Error);
        Assert.That(run.Output, Does.Contain("0 failed").And.Contain("seed 7"));
        using var report = JsonDocument.Parse(File.ReadAllText(scratch.At("report.json")));
        var root = report.RootElement;
        Assert.That(root.GetProperty("seed").GetInt32(), Is.EqualTo(7));
        Assert.That(root.GetProperty("device").GetProperty("backend").GetString(), Is.EqualTo("cpu"));
        Assert.That(root.GetProperty("limits").GetProperty("max_workgroup_invocations").GetInt32(), Is.Positive);
        foreach (var name in new[] { "gpunet", "runtime", "operating_system" }) Assert.That(root.GetProperty(name).GetString(), Is.Not.Empty, name);
        var cases = root.GetProperty("cases").EnumerateArray().ToList();
        Assert.That(cases.Select(c => c.GetProperty("type").GetString()).Distinct(), Is.EquivalentTo(new[] { "f32", "u8", "i8" }));
        Assert.That(cases[0].GetProperty("command").GetString(), Does.StartWith("./gpunet conformance --filter relu6/f32/2 --seed 7 --backend cpu --storage"));
        Assert.That(cases[0].GetProperty("kernels")[0].GetString(), Does.StartWith("UnaryElementwise"));
    }

    [Test]
    public void A_report_that_cannot_be_written_is_told()
    {
        using var scratch = new ScratchFolder();
        Cli.Run("conformance", "--filter", "relu/u8/0", "--backend", "cpu", "--report", scratch.Path)
            .AssertFails(ExitCode.BadInput, "--report", scratch.Path);
    }

    [Test]
    public void Inspect_prints_the_plan_and_what_was_simplified()
    {
        var model = Repository.Shared("models", "mobilenet_v1_0.25_128_quant.tflite");
        var text = Cli.Run("inspect", model, "--backend", "cpu").Output;
        Assert.That(text, Does.Contain("32 steps, 13570304 multiply-adds, 98304 bytes of activations"));
        Assert.That(text, Does.Contain("QuantisedPointwiseConv2D").And.Contain("load input").And.Contain("[1, 64, 64, 8]"));

        var json = Cli.Run("inspect", model, "--backend", "cpu", "--profile", "--json").Json();
        var steps = json.GetProperty("steps").EnumerateArray().ToList();
        Assert.That(steps.Select(s => s.GetProperty("ms").GetDouble()), Is.All.GreaterThanOrEqualTo(0));
        Assert.That(steps[3].GetProperty("sources")[0].GetInt32(), Is.EqualTo(2));
        Assert.That(steps[1].GetProperty("constants").GetProperty("window_StrideX").GetString(), Is.EqualTo("2"));
    }
}
