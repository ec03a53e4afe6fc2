using GpuNet.Backends.Metal.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Metal;

/// <summary>A compute pipeline: a variant with its late constants as function constants.</summary>
internal sealed class MetalPipeline : MetalObject, IPipeline
{
    /// <summary>Function constants 0 to 2 are the workgroup's extents; the late constants follow.</summary>
    private const int WorkgroupConstants = 3;

    private MetalPipeline(MetalDevice device, RetainedObject handle, PipelineRequest request)
        : base(device, request.Variant.ToString(), handle) => Request = request;

    public PipelineRequest Request { get; }

    /// <summary>Compiles one.</summary>
    /// <exception cref="DeviceException">The request is above a limit of the device, or Metal rejects the shader.</exception>
    public static MetalPipeline Create(MetalDevice device, MTLDevice metal, LibraryCache libraries, PipelineRequest request)
    {
        MetalPipelineLimits.Check(device.Info, request);
        var name = request.Variant.ToString();
        var library = libraries.For(metal, request.Variant);
        using var constants = Constants(request);
        using var function = MetalCompiler.Function(metal, name, library, request.Variant.Kernel.MslName, constants);
        return new MetalPipeline(device, MetalCompiler.Pipeline(metal, name, function, request.Workgroup.Count), request);
    }

    private static RetainedObject Constants(PipelineRequest request)
    {
        var values = MTLFunctionConstantValues.New();
        var to = new MTLFunctionConstantValues(values.Pointer);
        to.Set((uint)request.Workgroup.X, MTLDataType.Int, 0);
        to.Set((uint)request.Workgroup.Y, MTLDataType.Int, 1);
        to.Set((uint)request.Workgroup.Z, MTLDataType.Int, 2);
        var constants = request.Variant.Kernel.LateConstants;
        for (var i = 0; i < constants.Count; i++) to.Set(request.LateConstants[i], TypeOf(constants[i].Type), WorkgroupConstants + i);
        return values;
    }

    private static MTLDataType TypeOf(ScalarType type) => type switch
    {
        ScalarType.Int => MTLDataType.Int,
        ScalarType.UInt => MTLDataType.UInt,
        ScalarType.Float => MTLDataType.Float,
        ScalarType.Bool => MTLDataType.Bool,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type of a constant."),
    };
}
