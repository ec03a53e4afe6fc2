using static GpuNet.MetalStandIn.Tests.Metal.ObjectiveC;

namespace GpuNet.MetalStandIn.Tests.Metal;

/// <summary>Command buffers: what runs when, what fails, and what can be switched on.</summary>
[TestFixture]
public sealed class CommandTests
{
    private const string Step = Language.Sources.Head + """
        kernel void step(device int* values [[buffer(0)]]) { values[0] = values[0] * 10 + values[1]; }
        kernel void add(device int* values [[buffer(0)]]) { values[0] += 1; }
        kernel void times(device int* values [[buffer(0)]]) { values[0] *= 10; }
        """;

    [TearDown]
    public void Reset() => StandInLibrary.Reset();

    /// <summary>Encodes dispatches of the kernels named; <c>|</c> is a barrier.</summary>
    private static int Run(int dispatchType, params string[] kernels)
    {
        using var bench = new Bench();
        var library = bench.Library(Step);
        var values = bench.Buffer<int>([1, 2]);
        var pipelines = kernels.Where(k => k != "|").Distinct().ToDictionary(k => k, k => bench.Pipeline(library, k));
        var error = bench.Run(commands =>
        {
            var encoder = Send(commands, "computeCommandEncoderWithDispatchType:", dispatchType);
            foreach (var kernel in kernels)
            {
                if (kernel == "|")
                {
                    Send(encoder, "memoryBarrierWithScope:", 1);
                    continue;
                }

                Send(encoder, "setComputePipelineState:", pipelines[kernel]);
                Send(encoder, "setBuffer:offset:atIndex:", values, 0, 0);
                Send(encoder, "dispatchThreadgroups:threadsPerThreadgroup:", new Size(1), new Size(1));
            }

            Send(encoder, "endEncoding");
        });
        Assert.That(error, Is.Empty);
        return Bench.Contents<int>(values)[0];
    }

    [Test]
    public void A_serial_pass_runs_in_order() => Assert.That(Run(0, "add", "times", "step"), Is.EqualTo(202));

    [Test]
    public void A_concurrent_pass_is_ordered_by_barriers_alone()
    {
        Assert.That(Run(1, "add", "|", "times"), Is.EqualTo(20));
        Assert.That(Run(1, "add", "times"), Is.EqualTo(11), "without a barrier the last comes first");
    }

    [Test]
    public void A_private_buffer_has_no_contents_and_is_reached_by_copies()
    {
        const int isPrivate = 32;
        using var bench = new Bench();
        var (from, to) = (bench.Buffer<int>([5, 6, 7]), bench.Buffer<int>(new int[3]));
        var middle = bench.Own(Send(bench.Device, "newBufferWithLength:options:", 12, isPrivate));
        Assert.That(Send(middle, "contents"), Is.EqualTo((nint)0));
        var error = bench.Run(commands =>
        {
            var encoder = Send(commands, "blitCommandEncoder");
            Copy(encoder, from, 0, middle, 0, 12);
            Copy(encoder, middle, 4, to, 0, 8);
            Send(encoder, "endEncoding");
        });
        Assert.That(error, Is.Empty);
        Assert.That(Bench.Contents<int>(to)[..2].ToArray(), Is.EqualTo(new[] { 6, 7 }));
    }

    /// <summary>The stand-in catches the signal of a division in kernels; those of others go on to .NET.</summary>
    [Test]
    public void A_division_by_zero_outside_kernels_is_dotnets()
    {
        using var bench = new Bench();
        var zero = bench.Device == 0 ? 1 : 0;
        Assert.That(() => 1 / zero, Throws.TypeOf<DivideByZeroException>());
    }

    [Test]
    public void New_memory_is_not_zero()
    {
        using var bench = new Bench();
        var buffer = bench.Own(Send(bench.Device, "newBufferWithLength:options:", 64, 0));
        Assert.That(Bench.Contents<int>(buffer).ToArray(), Has.None.EqualTo(0));
    }

    [Test]
    public void A_command_buffer_fails_on_demand_and_keeps_its_event()
    {
        using var bench = new Bench();
        var signalled = bench.Own(Send(bench.Device, "newSharedEvent"));
        StandInLibrary.Set("fail-command-buffer", 2);
        Assert.That(bench.Run(commands => Send(commands, "encodeSignalEvent:value:", signalled, 1)), Is.Empty);
        Assert.That(bench.Run(commands => Send(commands, "encodeSignalEvent:value:", signalled, 2)), Does.Contain("told to fail"));
        Assert.That(Send(signalled, "signaledValue"), Is.EqualTo((nint)1));
    }

    [Test]
    public void A_held_command_buffer_runs_when_it_is_released()
    {
        using var bench = new Bench();
        var signalled = bench.Own(Send(bench.Device, "newSharedEvent"));
        StandInLibrary.Set("hold-command-buffers", 1);
        var commands = Send(bench.Queue, "commandBuffer");
        Send(commands, "encodeSignalEvent:value:", signalled, 5);
        Send(commands, "commit");
        Assert.That(Send(signalled, "waitUntilSignaledValue:timeoutMS:", 5, 20) & 0xFF, Is.EqualTo((nint)0));
        Assert.That((int)Send(commands, "status"), Is.EqualTo(2), "committed");
        StandInLibrary.Set("hold-command-buffers", 0);
        Send(commands, "waitUntilCompleted");
        Assert.That(Send(signalled, "waitUntilSignaledValue:timeoutMS:", 5, 0) & 0xFF, Is.EqualTo((nint)1));
    }

    [Test]
    public void Allocations_fail_on_demand_and_beyond_the_limit()
    {
        using var bench = new Bench();
        StandInLibrary.Set("fail-buffer", 1);
        Assert.That(Send(bench.Device, "newBufferWithLength:options:", 16, 0), Is.EqualTo((nint)0));
        StandInLibrary.Set("max-buffer-length", 100);
        Assert.That(Send(bench.Device, "newBufferWithLength:options:", 101, 0), Is.EqualTo((nint)0));
        Assert.That(bench.Own(Send(bench.Device, "newBufferWithLength:options:", 100, 0)), Is.Not.EqualTo((nint)0));
        StandInLibrary.Set("fail-texture", 1);
        Assert.That(bench.Texture(125, 1, 1, 1), Is.EqualTo((nint)0));
    }

    [Test]
    public void Devices_features_and_selectors_can_be_taken_away()
    {
        using var bench = new Bench();
        Assert.That(Send(bench.Device, "supportsCounterSampling:", 0) & 0xFF, Is.EqualTo((nint)1));
        StandInLibrary.Set("counter-sampling", 0);
        Assert.That(Send(bench.Device, "supportsCounterSampling:", 0) & 0xFF, Is.EqualTo((nint)0));
        StandInLibrary.Set("devices", 0);
        Assert.That(DefaultDevice(), Is.EqualTo((nint)0));
        var options = bench.Own(Send(Class("MTLCompileOptions"), "new"));
        Assert.That(RespondsTo(options, "setMathMode:"), Is.True);
        StandInLibrary.HideSelector("setMathMode:");
        Assert.That(RespondsTo(options, "setMathMode:"), Is.False);
        Assert.That(RespondsTo(options, "setFastMathEnabled:"), Is.True);
    }

    [Test]
    public void A_refused_source_gives_the_compilers_text()
    {
        using var bench = new Bench();
        nint error = 0;
        nint library;
        unsafe
        {
            library = Send(bench.Device, "newLibraryWithSource:options:error:", String("#include <metal_stdlib>\nkernel void k() { x; }\n"), 0, (nint)(&error));
        }

        Assert.That(library, Is.EqualTo((nint)0));
        Assert.That(Text(Send(error, "localizedDescription")), Does.Match("program_source:2:[0-9]+: error: use of undeclared identifier 'x'"));
    }

    private static bool RespondsTo(nint target, string selector) => (Send(target, "respondsToSelector:", Selector(selector)) & 0xFF) != 0;
}
