using System.Text;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Diagnostics;

/// <summary>A device that tells what it is asked to do, and checks what its kernels write. Owns the device that does the work.</summary>
public sealed class DebugDevice : IDevice
{
    private readonly IDevice device;
    private readonly DebugLevels levels;
    private readonly TextWriter log;

    /// <summary>Watches over <paramref name="device"/>.</summary>
    /// <param name="device">What does the work; disposed with this.</param>
    /// <param name="levels">What to tell.</param>
    /// <param name="log">Where to.</param>
    public DebugDevice(IDevice device, DebugLevels levels, TextWriter log)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(log);
        this.device = device;
        this.levels = levels;
        this.log = TextWriter.Synchronized(log);
    }

    /// <inheritdoc/>
    public DeviceInfo Info => device.Info;

    /// <summary>The device itself where there is nothing to tell of it, else one that watches over it.</summary>
    public static IDevice Wrap(IDevice device, DebugLevels levels, TextWriter log) =>
        (levels & ~DebugLevels.Plan) == 0 ? device : new DebugDevice(device, levels, log);

    /// <inheritdoc/>
    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) => device.CreateBuffer(name, byteLength, placement);

    /// <inheritdoc/>
    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
        device.CreateTexture(name, width, height, layers, format);

    /// <inheritdoc/>
    public IPipeline CreatePipeline(PipelineRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (levels.HasFlag(DebugLevels.Source)) log.WriteLine(TextOf(request, request.Variant.Glsl));
        if (levels.HasFlag(DebugLevels.Ir)) log.WriteLine(TextOf(request, request.Variant.Ir));
        return device.CreatePipeline(request);
    }

    /// <inheritdoc/>
    public ICommandList Record(IReadOnlyList<DeviceCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        if (levels.HasFlag(DebugLevels.Commands))
        {
            var text = new StringBuilder();
            for (var i = 0; i < commands.Count; i++) text.AppendLine($"command {i}: {TextOf(commands[i])}");
            log.Write(text.ToString());
        }

        return levels.HasFlag(DebugLevels.Check) ? new CheckedCommandList(device, commands, log) : device.Record(commands);
    }

    /// <inheritdoc/>
    public void Dispose() => device.Dispose();

    private static string TextOf(PipelineRequest request, string source)
    {
        var text = new StringBuilder($"pipeline {request.Variant}, workgroup {request.Workgroup}\n");
        for (var i = 0; i < request.LateConstants.Count; i++)
            text.Append($"  {request.Variant.Kernel.LateConstants[i].Name} = 0x{request.LateConstants[i]:x}\n");
        return text.Append(source).ToString();
    }

    private static string TextOf(DeviceCommand command) => command switch
    {
        DispatchCommand d => $"{d.Label}: {d.Pipeline.Request.Variant}, {d.Groups} groups of {d.Pipeline.Request.Workgroup}: "
            + string.Join("; ", d.Resources.Select(TextOf))
            + string.Concat(d.Uniforms.Select((bits, i) => $"; {d.Pipeline.Request.Variant.Kernel.Uniforms[i].Name} = 0x{bits:x}")),
        CopyBufferCommand c => $"copy {c.Source.ByteLength} bytes of {c.Source.Buffer.Name} from {c.Source.Offset} to {c.Destination.Buffer.Name} at {c.Destination.Offset}",
        CopyToTextureCommand c => $"copy {c.Source.ByteLength} bytes of {c.Source.Buffer.Name} from {c.Source.Offset} to texture {c.Destination.Name}",
        _ => "barrier",
    };

    private static string TextOf(DeviceResource resource) => resource switch
    {
        { Range: { } range } => $"{resource} in {range.Buffer.Name} at {range.Offset}",
        DeviceTensor { Texture: { } texture } => $"{resource} in texture {texture.Name}",
        _ => $"{resource}",
    };
}
