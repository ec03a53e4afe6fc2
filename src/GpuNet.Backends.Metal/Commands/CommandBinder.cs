using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Metal;

/// <summary>Checks commands and binds them to the objects of a device. Metal stops a process for many a mistake, so none may pass.</summary>
/// <param name="device">The device.</param>
/// <param name="metal">The same, for a pipeline that may be needed.</param>
internal sealed class CommandBinder(MetalDevice device, MTLDevice metal)
{
    /// <summary>What Metal's own copies demand of offsets and sizes on macOS.</summary>
    private const long CopyAlignment = 4;

    private readonly HashSet<MetalObject> used = [];

    /// <summary>What the commands bound so far use.</summary>
    public IReadOnlyCollection<MetalObject> Used => used;

    /// <summary>Binds one command.</summary>
    /// <exception cref="ArgumentException">It is not well formed, or uses objects of another device.</exception>
    /// <exception cref="DeviceException">It is above a limit of the device.</exception>
    public CommandStep Bind(DeviceCommand command) => command switch
    {
        DispatchCommand dispatch => Bind(dispatch),
        CopyBufferCommand copy => Bind(copy),
        CopyToTextureCommand copy => Bind(copy),
        BarrierCommand => new BarrierStep(),
        null => throw new ArgumentException("A command is null."),
        _ => throw new ArgumentException($"The command {command.GetType().Name} is unknown."),
    };

    private DispatchStep Bind(DispatchCommand dispatch)
    {
        var pipeline = Own<MetalPipeline>(dispatch.Pipeline, dispatch.Label);
        var (bindings, uniforms) = (pipeline.Request.Variant.Bindings, pipeline.Request.Variant.Kernel.Uniforms);
        if (dispatch.Uniforms.Count != uniforms.Count)
            throw new ArgumentException($"{dispatch.Label}: {pipeline.Name} takes {uniforms.Count} uniforms, not {dispatch.Uniforms.Count}.");
        if (dispatch.Resources.Count != bindings.Count)
            throw new ArgumentException($"{dispatch.Label}: {pipeline.Name} binds {bindings.Count} resources, not {dispatch.Resources.Count}.");
        CheckGroups(dispatch);

        // Buffers are numbered on one hand and textures on the other, each in the order of the bindings.
        var buffers = new List<(MetalBuffer, long)>();
        var textures = new List<MetalTexture>();
        for (var i = 0; i < bindings.Count; i++)
        {
            if (bindings[i] is BindingType.StorageBuffer or BindingType.TexelBuffer) buffers.Add(BindBuffer(dispatch.Resources[i], dispatch.Label));
            else textures.Add(BindTexture(dispatch.Resources[i], dispatch.Label));
        }

        return new DispatchStep(pipeline, [.. buffers], [.. textures], [.. dispatch.Uniforms], Size(dispatch.Groups), Size(pipeline.Request.Workgroup));
    }

    private CommandStep Bind(CopyBufferCommand copy)
    {
        var (source, destination) = (OwnRange(copy.Source, "copy"), OwnRange(copy.Destination, "copy"));
        var (from, to, size) = (copy.Source.Offset, copy.Destination.Offset, copy.Source.ByteLength);
        if (size != copy.Destination.ByteLength)
            throw new ArgumentException($"{source.Name} to {destination.Name}: {size} bytes do not make {copy.Destination.ByteLength}.");
        if (source == destination && Math.Abs(from - to) < size)
            throw new ArgumentException($"{source.Name}: the copied range overlaps its destination.");
        if (from % CopyAlignment == 0 && to % CopyAlignment == 0 && size % CopyAlignment == 0)
            return new CopyBufferStep(source, from, destination, to, size);
        var pipeline = device.ByteCopy(metal);
        used.Add(pipeline);
        return new CopyBytesStep(pipeline, source, from, destination, to, size);
    }

    private CopyToTextureStep Bind(CopyToTextureCommand copy)
    {
        var source = OwnRange(copy.Source, "copy");
        var texture = Own<MetalTexture>(copy.Destination, "copy");
        if (copy.Source.ByteLength != texture.ByteLength)
            throw new ArgumentException($"{source.Name} to {texture.Name}: {copy.Source.ByteLength} bytes do not make {texture.ByteLength}.");
        if (copy.Source.Offset % texture.Format.ByteLength() != 0)
            throw new ArgumentException($"{source.Name} to {texture.Name}: offset {copy.Source.Offset} is not a multiple of a texel's bytes.");
        return new CopyToTextureStep(source, copy.Source.Offset, texture);
    }

    private void CheckGroups(DispatchCommand dispatch)
    {
        var (groups, most) = (dispatch.Groups, device.Info.Limits.MaxWorkgroupCount);
        if (groups.X < 1 || groups.Y < 1 || groups.Z < 1)
            throw new ArgumentException($"{dispatch.Label}: {groups} workgroups are none.");
        if (groups.X > most.X || groups.Y > most.Y || groups.Z > most.Z)
            throw new DeviceException($"{dispatch.Label}: {groups} workgroups are more than {device.Info.Name} takes, {most}.");
    }

    private (MetalBuffer Buffer, long Offset) BindBuffer(DeviceResource resource, string label)
    {
        if (resource?.Range is not { } range)
            throw new ArgumentException($"{label}: {resource?.Name ?? "a resource"} has no buffer.");
        var buffer = OwnRange(range, label);
        var alignment = device.Info.Limits.StorageBufferAlignment;
        if (range.Offset % alignment != 0)
        {
            throw new DeviceException(
                $"{label}: {resource.Name} lies at {range.Offset} in {buffer.Name}; {device.Info.Name} takes multiples of {alignment}.");
        }

        return (buffer, range.Offset);
    }

    private MetalTexture BindTexture(DeviceResource resource, string label) => resource is DeviceTensor { Texture: { } bound }
        ? Own<MetalTexture>(bound, label)
        : throw new ArgumentException($"{label}: {resource?.Name ?? "a resource"} has no texture.");

    private MetalBuffer OwnRange(BufferRange range, string label)
    {
        var buffer = Own<MetalBuffer>(range.Buffer, label);
        if (range.ByteLength < 1 || range.Offset < 0 || range.Offset > buffer.ByteLength - range.ByteLength)
        {
            throw new ArgumentException(
                $"{label}: {range.ByteLength} bytes at {range.Offset} lie outside {buffer.Name} of {buffer.ByteLength} bytes.");
        }

        return buffer;
    }

    private T Own<T>(IDisposable item, string label)
        where T : MetalObject
    {
        if (item is not T own || own.Device != device)
            throw new ArgumentException($"{label}: {(item as MetalObject)?.Name ?? item?.GetType().Name ?? "null"} is not of {device.Info.Name}.");
        own.ThrowIfDisposed();
        used.Add(own);
        return own;
    }

    private static MTLSize Size(GridSize size) => new((nuint)size.X, (nuint)size.Y, (nuint)size.Z);
}
