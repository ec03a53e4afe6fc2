using System.Text.Json.Serialization;
using GpuNet.Simplify;

namespace GpuNet.Cli.Inspect;

/// <summary>A network as a device would run it: what the terminal and the page show. Field names are those of the page's data.</summary>
/// <param name="Model">The file's name.</param>
/// <param name="Device">The device, in words.</param>
/// <param name="Storage">buffer or texture.</param>
/// <param name="FloatStorage">f32 or f16.</param>
/// <param name="Memory">What the plan holds in memory.</param>
/// <param name="Steps">The steps, in the order in which they run.</param>
/// <param name="Activations">The tensors between the steps.</param>
/// <param name="Kernels">The kernels of the steps, each once, by name.</param>
/// <param name="Shaders">Their variants, each once, by kernel and variant.</param>
/// <param name="Simplifications">What each pass did with the graph, or why it declined.</param>
internal sealed record InspectedNetwork(
    string Model,
    string Device,
    string Storage,
    string FloatStorage,
    InspectedMemory Memory,
    IReadOnlyList<InspectedStep> Steps,
    IReadOnlyList<InspectedActivation> Activations,
    IReadOnlyDictionary<string, InspectedKernel> Kernels,
    IReadOnlyDictionary<string, InspectedShader> Shaders,
    IReadOnlyList<SimplificationOutcome> Simplifications)
{
    /// <summary>The real numbers that each step wrote, where an input was given; null for steps that were not kept.</summary>
    public IReadOnlyList<InspectedValues?>? Values { get; init; }

    /// <summary>What the device reaches at best, where the steps were measured.</summary>
    public InspectedRoof? Roof { get; init; }

    /// <summary>The command that compares the layers with the reference.</summary>
    public string? Conformance { get; init; }

    /// <summary>All multiply-adds.</summary>
    public long MultiplyAdds => Steps.Sum(s => s.MultiplyAdds);

    /// <summary>The time of all steps, in milliseconds; null where they were not measured.</summary>
    public double? Ms => Steps.Count > 0 && Steps.All(s => s.Ms is not null) ? Steps.Sum(s => s.Ms) : null;
}

/// <summary>Bytes of a plan.</summary>
/// <param name="ActivationBytes">All activations, those that share memory counted once.</param>
/// <param name="LargestLiveBytes">The most that is alive at any one step: no placement can do with less.</param>
/// <param name="WeightBytes">The packed weights.</param>
internal sealed record InspectedMemory(long ActivationBytes, long LargestLiveBytes, long WeightBytes);

/// <summary>A step of the plan.</summary>
/// <param name="Label">What the plan calls it.</param>
/// <param name="Operator">The operator's place in the file; -1 for a step that brings data in or out.</param>
/// <param name="Name">The operator's name, or what is brought in or out.</param>
/// <param name="Tensor">The tensor that the operator writes.</param>
/// <param name="Shape">Its extents.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Options">The operator's options, in words.</param>
/// <param name="Kernel">The kernel.</param>
/// <param name="Variant">The kernel's variant.</param>
/// <param name="Workgroup">Invocations of a workgroup.</param>
/// <param name="Groups">Workgroups.</param>
/// <param name="Constants">The uniforms and late constants with their values.</param>
/// <param name="Resources">What the kernel binds.</param>
/// <param name="Sources">The steps that write what this one reads.</param>
/// <param name="MultiplyAdds">Multiply-adds that the operator asks for.</param>
/// <param name="Bytes">Bytes of all that the step binds, each counted once.</param>
/// <param name="Ms">Time in milliseconds; null where it was not measured.</param>
internal sealed record InspectedStep(
    string Label,
    int Operator,
    string Name,
    string Tensor,
    IReadOnlyList<int> Shape,
    string Type,
    string Options,
    string Kernel,
    string Variant,
    string Workgroup,
    string Groups,
    IReadOnlyDictionary<string, string> Constants,
    IReadOnlyList<InspectedResource> Resources,
    IReadOnlyList<int> Sources,
    long MultiplyAdds,
    long Bytes,
    double? Ms)
{
    /// <summary>Operations that the step does for its operator, where it was measured; a multiply-add is two.</summary>
    public long? Operations { get; init; }

    /// <summary>The least time that the device could take for them, as a part of the time that it took.</summary>
    public double? RoofFraction { get; init; }
}

/// <summary>What a step binds.</summary>
/// <param name="Parameter">The kernel's parameter.</param>
/// <param name="Resource">Name, extents and format.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Offset">Where it lies among the activations; null for other memory.</param>
internal sealed record InspectedResource(string Parameter, string Resource, long Bytes, long? Offset);

/// <summary>An activation in memory over time.</summary>
/// <param name="Name">The tensor.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="First">The step that writes it.</param>
/// <param name="Last">The last step that reads it.</param>
/// <param name="Offset">Its first byte; for textures, as if they stood one behind the other.</param>
internal sealed record InspectedActivation(string Name, long Bytes, int First, int Last, long Offset);

/// <summary>A kernel.</summary>
/// <param name="Csharp">Its C# source, and that of the functions that it calls.</param>
internal sealed record InspectedKernel(string Csharp);

/// <summary>A variant in the languages of the devices.</summary>
/// <param name="Glsl">GLSL ES.</param>
/// <param name="Msl">MSL.</param>
/// <param name="Spirv">SPIR-V as assembly.</param>
/// <param name="Lines">Where their lines come from.</param>
internal sealed record InspectedShader(string Glsl, string Msl, string Spirv, InspectedLines Lines);

/// <summary>For each line of a shader the line of its kernel's C#, counted from 1; 0 for none.</summary>
internal sealed record InspectedLines(IReadOnlyList<int> Glsl, IReadOnlyList<int> Msl, IReadOnlyList<int> Spirv);

/// <summary>The roofline of a device; see <see cref="Profiling.Roofline"/>.</summary>
/// <param name="OperationsPerSecond">Operations on 32-bit floats; a multiply-add is two.</param>
/// <param name="BytesPerSecond">Bytes read and written.</param>
internal sealed record InspectedRoof(double OperationsPerSecond, double BytesPerSecond);

/// <summary>The values of a tensor after a run.</summary>
/// <param name="Channels">Statistics of the first channels.</param>
/// <param name="TotalChannels">How many channels there are.</param>
/// <param name="Image">An image of the first channels; null for vectors.</param>
internal sealed record InspectedValues(IReadOnlyList<ChannelStatistics> Channels, int TotalChannels, ChannelImage? Image);

/// <summary>Statistics of a channel, as real numbers.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
internal sealed record ChannelStatistics(float Min, float Max, float Mean, float Deviation);

/// <summary>Channels as grey pixels, one channel behind the other.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">How many channels.</param>
/// <param name="Low">The real number that is black.</param>
/// <param name="High">The real number that is white.</param>
/// <param name="Pixels">A byte a pixel.</param>
internal sealed record ChannelImage(int Width, int Height, int Channels, float Low, float High, byte[] Pixels);
