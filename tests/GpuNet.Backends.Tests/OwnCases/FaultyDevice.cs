using System.Text;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>A device on which one kernel is wrong. Does not own the device that does the work.</summary>
/// <param name="device">What does the work.</param>
/// <param name="kernel">The kernel that is wrong.</param>
/// <param name="fault">Makes the wrong pipeline's request from the right one's.</param>
internal sealed class FaultyDevice(IDevice device, string kernel, Func<PipelineRequest, PipelineRequest> fault) : IDevice
{
    private int faults;

    /// <summary>How many pipelines were made wrong.</summary>
    public int Faults => faults;

    public DeviceInfo Info => device.Info;

    public IDeviceBuffer CreateBuffer(string name, long byteLength, BufferPlacement placement) => device.CreateBuffer(name, byteLength, placement);

    public IDeviceTexture CreateTexture(string name, int width, int height, int layers, TexelFormat format) =>
        device.CreateTexture(name, width, height, layers, format);

    public IPipeline CreatePipeline(PipelineRequest request)
    {
        if (request.Variant.Kernel.Name != kernel) return device.CreatePipeline(request);
        Interlocked.Increment(ref faults);
        return device.CreatePipeline(fault(request));
    }

    public ICommandList Record(IReadOnlyList<DeviceCommand> commands) => device.Record(commands);

    public void Dispose()
    {
    }

    /// <summary>Adds to a late constant that is an integer.</summary>
    public static Func<PipelineRequest, PipelineRequest> Add(string constant, int delta) => request =>
    {
        uint[] constants = [.. request.Constants];
        var index = request.Variant.Kernel.Constants.Select(c => c.Name).ToList().IndexOf(constant);
        Assert.That(index, Is.Not.Negative, $"{request.Variant.Kernel.Name} has a constant {constant}");
        constants[index] = unchecked(constants[index] + (uint)delta);
        return new PipelineRequest(request.Variant, constants, request.Workgroup);
    };

    /// <summary>Changes the text of the shader, for OpenGL ES.</summary>
    public static Func<PipelineRequest, PipelineRequest> Replace(string text, string by) =>
        request => new PipelineRequest(new ChangedText(request.Variant, text, by), request.Constants, request.Workgroup);

    /// <summary>Takes another kernel with constants of the same names.</summary>
    public static Func<PipelineRequest, PipelineRequest> Swap(KernelDescriptor other) => request =>
    {
        var names = request.Variant.Kernel.Constants.Select(c => c.Name).ToList();
        return new PipelineRequest(
            other[request.Variant.Name], [.. other.Constants.Select(c => request.Constants[names.IndexOf(c.Name)])], request.Workgroup);
    };

    private sealed class ChangedText : KernelVariant
    {
        private readonly byte[] glsl;

        public ChangedText(KernelVariant right, string text, string by)
            : base(right.Name, right.Storage, right.Format, right.Structural, right.Bindings, right.Features)
        {
            Assert.That(right.Glsl, Does.Contain(text), $"{right}");
            glsl = Encoding.UTF8.GetBytes(right.Glsl.Replace(text, by, StringComparison.Ordinal));
            var kernel = right.Kernel;
            _ = new KernelDescriptor(
                kernel.Name, kernel.Source, kernel.DefaultWorkgroup, kernel.Bindings, kernel.Constants, kernel.StructuralNames, [this]);
        }

        public override ReadOnlySpan<byte> GlslUtf8 => glsl;

        public override ReadOnlySpan<byte> MslUtf8 => [];

        public override ReadOnlySpan<uint> SpirvWords => [];
    }
}
