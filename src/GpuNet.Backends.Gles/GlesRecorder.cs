using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Gles;

/// <summary>
/// Turns commands into steps. It checks every argument, so that a replay cannot fail for one, and leaves out bindings that
/// an earlier step of the list made already; of the state before the list it assumes nothing.
/// </summary>
internal sealed class GlesRecorder(GlesContextThread thread, DeviceLimits limits)
{
    private readonly List<GlesStep> steps = [];
    private readonly HashSet<GlesObject> used = [];
    private readonly Dictionary<uint, BufferRange> boundBuffers = [];
    private readonly Dictionary<(BufferRange Range, TexelFormat Format), GlesTexelBuffer> views = [];
    private readonly Dictionary<uint, GlesTexelBuffer> boundTexels = [];
    private readonly Dictionary<uint, GlesTexture> boundTextures = [];
    private readonly Dictionary<uint, GlesTexture> boundImages = [];
    private GlesPipeline? boundPipeline;

    /// <summary>Records a list.</summary>
    /// <exception cref="ArgumentException">A command does not fit its operands, or they are not of this device.</exception>
    /// <exception cref="DeviceException">A command is above a limit of the device.</exception>
    public static GlesCommandList Record(GlesContextThread thread, DeviceInfo device, IReadOnlyList<DeviceCommand> commands)
    {
        ArgumentNullException.ThrowIfNull(commands);
        var recorder = new GlesRecorder(thread, device.Limits);
        var recorded = new GlesStep[commands.Count][];
        var isRecorded = false;
        try
        {
            for (var i = 0; i < commands.Count; i++)
            {
                recorder.steps.Clear();
                recorder.Record(commands[i]);
                recorded[i] = [.. recorder.steps];
            }

            isRecorded = true;
            return new GlesCommandList(thread, device, recorded, [.. recorder.used], [.. recorder.views.Values]);
        }
        finally
        {
            if (!isRecorded)
            {
                foreach (var view in recorder.views.Values) view.Dispose();
            }
        }
    }

    private void Record(DeviceCommand command)
    {
        switch (command)
        {
            case DispatchCommand dispatch:
                Dispatch(dispatch);
                break;
            case CopyBufferCommand copy:
                Copy(copy);
                break;
            case CopyToTextureCommand copy:
                Copy(copy);
                break;
            case BarrierCommand:
                steps.Add(GlesStep.Barrier.Instance);
                break;
            default:
                throw new ArgumentException($"OpenGL ES has no command '{command?.GetType().Name ?? "null"}'.", nameof(command));
        }
    }

    private void Dispatch(DispatchCommand command)
    {
        var label = command.Label;
        var pipeline = Own<GlesPipeline>(command.Pipeline, label);
        var variant = pipeline.Request.Variant;
        var (groups, most) = (command.Groups, limits.MaxWorkgroupCount);
        if (groups.X < 1 || groups.Y < 1 || groups.Z < 1)
            throw new ArgumentException($"{label}: a grid of {groups} workgroups of {variant} is empty.", nameof(command));
        if (groups.X > most.X || groups.Y > most.Y || groups.Z > most.Z)
            throw new DeviceException($"{label}: {groups} workgroups of {variant} are above the device's limit of {most}.");
        if (command.Resources.Count != variant.Bindings.Count)
            throw new ArgumentException(
                $"{label}: {variant} binds {variant.Bindings.Count} resources, not {command.Resources.Count}.", nameof(command));
        if (command.Uniforms.Count != variant.Kernel.Uniforms.Count)
            throw new ArgumentException(
                $"{label}: {variant} takes {variant.Kernel.Uniforms.Count} uniforms, not {command.Uniforms.Count}.", nameof(command));
        if (boundPipeline != pipeline) steps.Add(new GlesStep.UseProgram(pipeline.Id));
        boundPipeline = pipeline;
        if (command.Uniforms.Count > 0) steps.Add(new GlesStep.SetUniforms(command.Uniforms));
        for (var i = 0; i < command.Resources.Count; i++)
            Bind(label, variant.Bindings[i], (uint)variant.IndexWithinType(i, texturesTogether: false), command.Resources[i]);
        steps.Add(new GlesStep.Dispatch(groups));
    }

    private void Bind(string label, BindingType type, uint index, DeviceResource resource)
    {
        if (type == BindingType.StorageBuffer)
        {
            BindBuffer(label, index, resource);
            return;
        }

        if (type == BindingType.TexelBuffer)
        {
            BindTexels(label, index, resource);
            return;
        }

        if ((resource as DeviceTensor)?.Texture is not { } bound)
            throw new ArgumentException($"{label}: {resource.Name} is bound to no texture.", nameof(resource));
        var texture = Own<GlesTexture>(bound, label);
        var units = type == BindingType.SampledTexture ? boundTextures : boundImages;
        if (units.TryGetValue(index, out var current) && current == texture) return;
        units[index] = texture;
        steps.Add(type == BindingType.SampledTexture
            ? new GlesStep.BindTexture(index, texture.Id)
            : new GlesStep.BindImage(index, texture.Id, texture.InternalFormat));
    }

    private void BindBuffer(string label, uint index, DeviceResource resource)
    {
        var (buffer, range) = CheckRange(label, resource);
        if (boundBuffers.TryGetValue(index, out var current) && current == range) return;
        boundBuffers[index] = range;
        steps.Add(new GlesStep.BindBuffer(index, buffer.Id, (nint)range.Offset, (nint)range.ByteLength));
    }

    private void BindTexels(string label, uint index, DeviceResource resource)
    {
        var (buffer, range) = CheckRange(label, resource);
        if (resource is not DeviceTensor { Format: var format }) throw new ArgumentException($"{label}: {resource.Name} has no texels.", nameof(resource));
        if (range.ByteLength / format.ByteLength() > limits.MaxTexelBufferElements)
            throw new DeviceException(
                $"{label}: {resource.Name} takes {range.ByteLength} bytes, and the device reads at most {limits.MaxTexelBufferElements} texels of a buffer.");
        if (!views.TryGetValue((range, format), out var view))
            views.Add((range, format), view = GlesTexelBuffer.Create(thread, buffer, range, format));
        if (boundTexels.TryGetValue(index, out var current) && current == view) return;
        boundTexels[index] = view;
        steps.Add(new GlesStep.BindTexels(index, view.Id));
    }

    private (GlesBuffer Buffer, BufferRange Range) CheckRange(string label, DeviceResource resource)
    {
        if (resource.Range is not { } range)
            throw new ArgumentException($"{label}: {resource.Name} is bound to no buffer.", nameof(resource));
        var buffer = Own<GlesBuffer>(range.Buffer, label);
        if (range.ByteLength > limits.MaxStorageBufferBytes)
            throw new DeviceException(
                $"{label}: {resource.Name} takes {range.ByteLength} bytes, and the device's limit is {limits.MaxStorageBufferBytes}.");
        if (range.Offset % limits.StorageBufferAlignment != 0)
            throw new ArgumentException(
                $"{label}: {resource.Name} lies at byte {range.Offset} of {buffer.Name}, "
                + $"which is not a multiple of {limits.StorageBufferAlignment}.",
                nameof(resource));
        return (buffer, range);
    }

    private void Copy(CopyBufferCommand command)
    {
        var (source, destination) = (command.Source, command.Destination);
        var from = OwnRange(source);
        var to = OwnRange(destination);
        if (source.ByteLength != destination.ByteLength)
            throw new ArgumentException(
                $"A copy from {from.Name} takes {source.ByteLength} bytes, and {to.Name} has room for {destination.ByteLength}.",
                nameof(command));
        if (from == to && Math.Abs(source.Offset - destination.Offset) < source.ByteLength)
            throw new ArgumentException($"A copy within {from.Name} overlaps itself.", nameof(command));
        steps.Add(new GlesStep.CopyBuffer(
            from.Id, (nint)source.Offset, to.Id, (nint)destination.Offset, (nint)source.ByteLength));
    }

    private void Copy(CopyToTextureCommand command)
    {
        var source = OwnRange(command.Source);
        var texture = Own<GlesTexture>(command.Destination, "A copy to a texture");
        var componentByteLength = texture.ComponentByteLength;
        if (command.Source.ByteLength != texture.ByteLength)
            throw new ArgumentException(
                $"Texture '{texture.Name}' has {texture.ByteLength} bytes of texels, and {source.Name} gives {command.Source.ByteLength}.",
                nameof(command));
        if (command.Source.Offset % componentByteLength != 0)
            throw new ArgumentException(
                $"The texels of {texture.Name} lie at byte {command.Source.Offset} of {source.Name}, "
                + $"which is not a multiple of {componentByteLength}.",
                nameof(command));
        boundTextures[0] = texture;
        steps.Add(new GlesStep.CopyToTexture(source.Id, (nint)command.Source.Offset, texture));
    }

    private GlesBuffer OwnRange(BufferRange range)
    {
        var buffer = Own<GlesBuffer>(range.Buffer, "A copy");
        if (range.ByteLength < 1 || range.Offset < 0 || range.Offset > buffer.ByteLength - range.ByteLength)
            throw new ArgumentException(
                $"{range.ByteLength} bytes at byte {range.Offset} are not a part of {buffer.Name} of {buffer.ByteLength} bytes.",
                nameof(range));
        return buffer;
    }

    /// <summary>The object as one of this device, remembered as used.</summary>
    private T Own<T>(object? candidate, string label)
        where T : GlesObject
    {
        if (candidate is not T own || own.Thread != thread)
            throw new ArgumentException($"{label}: {NameOf(candidate)} is not of this device.", nameof(candidate));
        own.ThrowIfDisposed();
        used.Add(own);
        return own;
    }

    private static string NameOf(object? candidate) => candidate switch
    {
        IDeviceBuffer buffer => $"buffer '{buffer.Name}'",
        IDeviceTexture texture => $"texture '{texture.Name}'",
        IPipeline pipeline => $"pipeline {pipeline.Request.Variant}",
        _ => "null",
    };
}
