using GpuNet.Shaders;

namespace GpuNet.Devices;

/// <summary>One step of a command list.</summary>
public abstract record DeviceCommand;

/// <summary>Runs a kernel over a grid.</summary>
/// <param name="Pipeline">The compiled kernel; its device's own.</param>
/// <param name="Kernel">The kernel with its arguments, whose resources all have memory.</param>
/// <param name="Resources">What is bound, in the order of the variant's bindings.</param>
/// <param name="Uniforms">The bits of the kernel's uniforms.</param>
/// <param name="Groups">How many workgroups.</param>
/// <param name="Label">What to call the step in a profile.</param>
public sealed record DispatchCommand(
    IPipeline Pipeline, IKernel Kernel, IReadOnlyList<DeviceResource> Resources, IReadOnlyList<uint> Uniforms, GridSize Groups, string Label) : DeviceCommand;

/// <summary>Copies bytes from one buffer to another.</summary>
/// <param name="Source">From where; any placement.</param>
/// <param name="Destination">To where, as many bytes; does not overlap the source.</param>
public sealed record CopyBufferCommand(BufferRange Source, BufferRange Destination) : DeviceCommand;

/// <summary>Fills a texture array from texels in a buffer: row after row, layer after layer, no padding.</summary>
/// <param name="Source">From where.</param>
/// <param name="Destination">To where.</param>
public sealed record CopyToTextureCommand(BufferRange Source, IDeviceTexture Destination) : DeviceCommand;

/// <summary>What the commands before it wrote is visible to those after it, and they may overwrite what was read.</summary>
public sealed record BarrierCommand : DeviceCommand;
