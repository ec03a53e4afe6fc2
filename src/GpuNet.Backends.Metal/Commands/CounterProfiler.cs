using System.Runtime.InteropServices;
using GpuNet.Backends.Metal.Interop;

namespace GpuNet.Backends.Metal;

/// <summary>
/// Measures with the device's clock, sampled where each step's encoder begins and ends. The steps share a command buffer, so the
/// times have nothing of submission in them.
/// </summary>
/// <remarks>
/// Metal does not say how long a tick is. From the first sample to the last it is the time that the whole command buffer took,
/// which Metal gives in seconds; hence the length of a tick.
/// </remarks>
internal sealed class CounterProfiler : CommandProfiler
{
    private readonly CommandStep[] steps;
    private readonly int timedSteps;
    private readonly Submission submission;
    private readonly CommandProfiler fallback;
    private readonly RetainedObject samples;
    private readonly RetainedObject order;
    private readonly SampledEncoding encoding;
    private ulong count;

    private CounterProfiler(
        MetalDevice device, CommandStep[] steps, Submission submission, CommandProfiler fallback, RetainedObject samples, RetainedObject order)
    {
        this.steps = steps;
        timedSteps = steps.Count(step => step.IsTimed);
        this.submission = submission;
        this.fallback = fallback;
        this.samples = samples;
        this.order = order;
        encoding = new SampledEncoding(device.Info.Name, samples);
    }

    /// <summary>Sets counters up; null where the device has none, or none left.</summary>
    /// <param name="device">The device.</param>
    /// <param name="metal">The same.</param>
    /// <param name="steps">The steps of the list.</param>
    /// <param name="submission">Where the list's own submissions go.</param>
    /// <param name="fallback">How to measure where a sample fails.</param>
    public static CounterProfiler? TryCreate(
        MetalDevice device, MTLDevice metal, CommandStep[] steps, Submission submission, CommandProfiler fallback)
    {
        if (!metal.SamplesCountersAtStages || TimestampSet(metal) is not { } timestamps || !steps.Any(step => step.IsTimed)) return null;
        using var descriptor = MTLCounterSampleBufferDescriptor.New();
        var wanted = new MTLCounterSampleBufferDescriptor(descriptor.Pointer);
        wanted.SetCounterSet(timestamps);
        wanted.SetStorageMode(MTLStorageMode.Shared);
        wanted.SetSampleCount(2 * steps.Count(step => step.IsTimed));
        var samples = metal.NewCounterSampleBuffer(descriptor.Pointer, out _);
        if (samples == 0) return null;
        var order = metal.NewSharedEvent();
        if (order != 0) return new CounterProfiler(device, steps, submission, fallback, new RetainedObject(samples), new RetainedObject(order));
        ObjectiveC.objc_release(samples);
        return null;
    }

    public override long[] Run()
    {
        var commands = submission.Begin();
        encoding.Begin(commands);
        foreach (var step in steps.Where(step => step.IsTimed))
        {
            step.Encode(encoding);
            encoding.End();

            // Encoders that share no resource would overlap, and each would seem longer than it is.
            commands.SignalEvent(order.Pointer, ++count);
            commands.WaitForEvent(order.Pointer, count);
        }

        submission.Commit(commands);
        submission.Wait();
        return Times(MemoryMarshal.Cast<byte, ulong>(new MTLCounterSampleBuffer(samples.Pointer).Resolve(2 * timedSteps).Bytes)) ?? fallback.Run();
    }

    public override void Dispose()
    {
        samples.Dispose();
        order.Dispose();
        fallback.Dispose();
    }

    private static nint? TimestampSet(MTLDevice metal)
    {
        var sets = metal.CounterSets;
        for (var i = 0; i < sets.Count; i++)
        {
            if (MTLCounterSet.Name(sets[i]) == MTLCounterSet.Timestamp) return sets[i];
        }

        return null;
    }

    /// <summary>The times of the steps from the clock at the begin and end of each; null where a sample could not be taken.</summary>
    private long[]? Times(ReadOnlySpan<ulong> ticks)
    {
        if (ticks.Length != 2 * timedSteps || ticks.Contains(MTLCounterSampleBuffer.ErrorValue) || ticks[^1] <= ticks[0]) return null;
        var nanosecondsOfTick = submission.GpuNanoseconds / (ticks[^1] - ticks[0]);
        var times = new long[steps.Length];
        var sample = 0;
        for (var i = 0; i < times.Length; i++)
        {
            if (!steps[i].IsTimed) continue;
            times[i] = (long)((ticks[sample + 1] - ticks[sample]) * nanosecondsOfTick);
            sample += 2;
        }

        return times;
    }

    /// <summary>Opens each encoder with the next two samples.</summary>
    private sealed class SampledEncoding(string deviceName, RetainedObject samples) : CommandEncoding(deviceName)
    {
        private int next;

        public override void Begin(MTLCommandBuffer commands)
        {
            next = 0;
            base.Begin(commands);
        }

        protected override MTLComputeCommandEncoder OpenCompute()
        {
            using var descriptor = MTLComputePassDescriptor.New();
            var pass = new MTLComputePassDescriptor(descriptor.Pointer);
            pass.SetDispatchType(MTLDispatchType.Concurrent);
            pass.SampleAt(samples.Pointer, Next());
            return Commands.ComputeCommandEncoder(pass);
        }

        protected override MTLBlitCommandEncoder OpenBlit()
        {
            using var descriptor = MTLBlitPassDescriptor.New();
            var pass = new MTLBlitPassDescriptor(descriptor.Pointer);
            pass.SampleAt(samples.Pointer, Next());
            return Commands.BlitCommandEncoder(pass);
        }

        private int Next()
        {
            var first = next;
            next += 2;
            return first;
        }
    }
}
