using System.Collections.Concurrent;
using GpuNet.Devices;
using GpuNet.Kernels;
using GpuNet.Planning;

namespace GpuNet;

/// <summary>
/// The packed weights of a model on its device: one buffer, or a texture array for each constant. Every session of the model
/// binds them.
/// </summary>
internal sealed class WeightMemory : IDisposable
{
    /// <summary>Weights travel to a device with memory of its own by way of a buffer of about this size.</summary>
    private const long StagingBytes = 16 << 20;

    private readonly IDevice device;
    private readonly MemoryLayout layout;
    private readonly List<IDeviceTexture> textures = [];
    private readonly IDeviceBuffer? arena;

    /// <summary>Packs the constants and brings them to the device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="constants">The constants of a plan.</param>
    /// <param name="layout">Where they lie.</param>
    public WeightMemory(IDevice device, IReadOnlyList<PlannedConstant> constants, MemoryLayout layout)
    {
        this.device = device;
        this.layout = layout;
        if (constants.Count == 0) return;
        try
        {
            if (constants[0].Resource.Storage == TensorStorage.TextureArray)
            {
                foreach (var constant in constants)
                {
                    var tensor = constant.Resource;
                    textures.Add(device.CreateTexture(tensor.Name, tensor.Width, tensor.Height, tensor.Layers, tensor.Format));
                }

                UploadThroughStaging(constants);
            }
            else if (device.Info.Features.HasFlag(DeviceFeatures.UnifiedMemory))
            {
                arena = device.CreateBuffer("weights", layout.WeightArenaBytes, BufferPlacement.Upload);
                Pack(constants, 0, constants.Count, arena, from: 0);
            }
            else
            {
                arena = device.CreateBuffer("weights", layout.WeightArenaBytes, BufferPlacement.Device);
                UploadThroughStaging(constants);
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Binds the constants of a plan that was made like the one that the weights were packed for.</summary>
    public void Bind(IReadOnlyList<PlannedConstant> constants)
    {
        for (var i = 0; i < constants.Count; i++)
        {
            if (arena is not null) constants[i].Resource.Bind(arena, layout.WeightOffsets[i]);
            else constants[i].Resource.Bind(textures[i]);
        }
    }

    public void Dispose()
    {
        foreach (var texture in textures) texture.Dispose();
        arena?.Dispose();
    }

    /// <summary>Packs constants into a buffer, several at once: <paramref name="from"/> is the place of its first byte.</summary>
    private void Pack(IReadOnlyList<PlannedConstant> constants, int first, int end, IDeviceBuffer buffer, long from)
    {
        try
        {
            // The largest first: then no thread starts on a large one when the others are done.
            var order = Enumerable.Range(first, end - first).OrderByDescending(i => constants[i].Resource.ByteLength);
            Parallel.ForEach(Partitioner.Create(order, EnumerablePartitionerOptions.NoBuffering), i => constants[i].Pack(
                (offset, bytes) => buffer.Write(bytes, layout.WeightOffsets[i] - from + offset)));
        }
        catch (AggregateException e)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(e.InnerExceptions[0]);
        }
        finally
        {
            PackingMemory.Trim();
        }
    }

    private void UploadThroughStaging(IReadOnlyList<PlannedConstant> constants)
    {
        var largest = constants.Max(c => c.Resource.ByteLength);
        var length = Math.Min(layout.WeightArenaBytes, Math.Max(StagingBytes, largest));
        using var staging = device.CreateBuffer("weights, on their way", length, BufferPlacement.Upload);
        for (var first = 0; first < constants.Count;)
        {
            var from = layout.WeightOffsets[first];
            var end = first + 1;
            while (end < constants.Count && EndOf(constants, end) - from <= length) end++;
            Pack(constants, first, end, staging, from);
            using var upload = device.Record(Copies(constants, first, end, staging, from));
            upload.Submit();
            upload.Wait();
            first = end;
        }
    }

    private List<DeviceCommand> Copies(IReadOnlyList<PlannedConstant> constants, int first, int end, IDeviceBuffer staging, long from)
    {
        if (arena is not null)
        {
            var length = EndOf(constants, end - 1) - from;
            return [new CopyBufferCommand(new BufferRange(staging, 0, length), new BufferRange(arena, from, length))];
        }

        var commands = new List<DeviceCommand>(end - first);
        for (var i = first; i < end; i++)
        {
            var source = new BufferRange(staging, layout.WeightOffsets[i] - from, constants[i].Resource.ByteLength);
            commands.Add(new CopyToTextureCommand(source, textures[i]));
        }

        return commands;
    }

    private long EndOf(IReadOnlyList<PlannedConstant> constants, int index) => layout.WeightOffsets[index] + constants[index].Resource.ByteLength;
}
