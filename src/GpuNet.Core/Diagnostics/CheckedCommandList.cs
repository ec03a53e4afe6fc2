using System.Runtime.InteropServices;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Diagnostics;

/// <summary>
/// Runs commands one by one, and looks at every buffer that a dispatch writes, before and after: bytes outside its outputs must be as
/// they were, and floats in them should be numbers. Texture arrays cannot be read back, so what is written to them is not looked at.
/// </summary>
internal sealed class CheckedCommandList : ICommandList
{
    private readonly List<Step> steps = [];
    private readonly Dictionary<IDeviceBuffer, Copy> copies = new(ReferenceEqualityComparer.Instance);
    private readonly ICommandList whole;
    private readonly TextWriter log;

    public CheckedCommandList(IDevice device, IReadOnlyList<DeviceCommand> commands, TextWriter log)
    {
        this.log = log;
        whole = device.Record(commands);
        foreach (var command in commands.Where(c => c is not BarrierCommand))
        {
            var outputs = command is DispatchCommand dispatch ? OutputsOf(dispatch) : [];
            foreach (var buffer in outputs.Select(o => o.Range!.Value.Buffer))
            {
                if (!copies.ContainsKey(buffer)) copies.Add(buffer, new Copy(device, buffer));
            }

            steps.Add(new Step(command, device.Record([command]), outputs));
        }
    }

    public void Submit()
    {
        foreach (var step in steps)
        {
            var touched = step.Outputs.Select(o => o.Range!.Value.Buffer).Distinct().Select(b => copies[b]).ToList();
            var before = touched.ConvertAll(copy => copy.Read());
            step.Commands.Submit();
            step.Commands.Wait();
            for (var i = 0; i < touched.Count; i++)
            {
                var after = touched[i].Read();
                Check(step, touched[i].Buffer, before[i], after);
            }
        }
    }

    public void Wait()
    {
        // Submit has waited for each command.
    }

    public long[] Profile() => whole.Profile();

    public void Dispose()
    {
        foreach (var step in steps) step.Commands.Dispose();
        foreach (var copy in copies.Values) copy.Dispose();
        whole.Dispose();
    }

    private static List<DeviceResource> OutputsOf(DispatchCommand dispatch)
    {
        var bindings = dispatch.Pipeline.Request.Variant.Kernel.Bindings;
        return [.. dispatch.Resources.Where((r, i) => r.Range is not null && (bindings[i].Kind is BindingKind.WriteTensor or BindingKind.ReadWriteBuffer))];
    }

    private void Check(Step step, IDeviceBuffer buffer, byte[] before, byte[] after)
    {
        var ranges = step.Outputs.Select(o => o.Range!.Value).Where(r => ReferenceEquals(r.Buffer, buffer)).ToList();
        for (var i = 0; i < after.Length; i++)
        {
            if (before[i] == after[i] || ranges.Exists(r => i >= r.Offset && i < r.Offset + r.ByteLength)) continue;
            throw new DeviceException(
                $"{step}: wrote byte {i} of {buffer.Name}, outside its outputs {string.Join(", ", ranges.Select(r => $"{r.Offset} to {r.Offset + r.ByteLength - 1}"))}.");
        }

        foreach (var output in step.Outputs.OfType<DeviceTensor>().Where(o => ReferenceEquals(o.Range!.Value.Buffer, buffer)))
        {
            var bytes = after.AsSpan((int)output.Range!.Value.Offset, (int)output.ByteLength);
            var (count, first) = output.Format switch
            {
                TexelFormat.Float32 => NoNumbers(MemoryMarshal.Cast<byte, float>(bytes)),
                TexelFormat.Float16 => NoNumbers(MemoryMarshal.Cast<byte, Half>(bytes)),
                _ => (0, 0),
            };
            if (count > 0) log.WriteLine($"{step}: {count} elements of {output} are no finite numbers, the first in texel {first / 4}");
        }
    }

    private static (int Count, int First) NoNumbers<T>(ReadOnlySpan<T> values)
        where T : System.Numerics.INumberBase<T>
    {
        var (count, first) = (0, -1);
        for (var i = 0; i < values.Length; i++)
        {
            if (T.IsFinite(values[i])) continue;
            if (count++ == 0) first = i;
        }

        return (count, first);
    }

    private sealed record Step(DeviceCommand Command, ICommandList Commands, IReadOnlyList<DeviceResource> Outputs)
    {
        public override string ToString() =>
            Command is DispatchCommand dispatch ? $"{dispatch.Label} ({dispatch.Pipeline.Request.Variant})" : Command.GetType().Name;
    }

    /// <summary>A way to read a buffer on the host, wherever it lies.</summary>
    private sealed class Copy : IDisposable
    {
        private readonly IDeviceBuffer? staging;
        private readonly ICommandList? commands;

        public Copy(IDevice device, IDeviceBuffer buffer)
        {
            Buffer = buffer;
            if (buffer.Placement == BufferPlacement.Readback) return;
            staging = device.CreateBuffer($"{buffer.Name}, to be checked", buffer.ByteLength, BufferPlacement.Readback);
            commands = device.Record([new CopyBufferCommand(new BufferRange(buffer, 0, buffer.ByteLength), new BufferRange(staging, 0, buffer.ByteLength))]);
        }

        public IDeviceBuffer Buffer { get; }

        public byte[] Read()
        {
            commands?.Submit();
            commands?.Wait();
            var bytes = new byte[Buffer.ByteLength];
            (staging ?? Buffer).Read(bytes, 0);
            return bytes;
        }

        public void Dispose()
        {
            commands?.Dispose();
            staging?.Dispose();
        }
    }
}
