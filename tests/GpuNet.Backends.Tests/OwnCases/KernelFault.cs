using System.Text;
using GpuNet.Devices;
using GpuNet.Shaders;

namespace GpuNet.Backends.Tests;

/// <summary>What is wrong with a kernel.</summary>
/// <param name="OfPipeline">Makes the wrong pipeline's request from the right one's.</param>
/// <param name="OfDispatch">The wrong uniforms of a dispatch.</param>
internal sealed record KernelFault(Func<PipelineRequest, PipelineRequest> OfPipeline, Func<DispatchCommand, IReadOnlyList<uint>> OfDispatch)
{
    /// <summary>Adds to a scalar that is an integer.</summary>
    public static KernelFault Add(string scalar, int delta)
    {
        return new KernelFault(
            request => new PipelineRequest(request.Variant, Changed(request.LateConstants, request.Variant.Kernel.LateConstants), request.Workgroup),
            dispatch =>
            {
                var kernel = dispatch.Kernel.Kernel;
                Assert.That(kernel.Uniforms.Concat(kernel.LateConstants).Select(s => s.Name), Does.Contain(scalar), kernel.Name);
                return Changed(dispatch.Uniforms, kernel.Uniforms);
            });

        uint[] Changed(IReadOnlyList<uint> bits, IReadOnlyList<KernelScalar> scalars) =>
            [.. bits.Select((b, i) => scalars[i].Name == scalar ? unchecked(b + (uint)delta) : b)];
    }

    /// <summary>Changes the text of the shader, for OpenGL ES.</summary>
    public static KernelFault Replace(string text, string by) => new(
        request => new PipelineRequest(new ChangedText(request.Variant, text, by), request.LateConstants, request.Workgroup),
        dispatch => dispatch.Uniforms);

    /// <summary>Takes another kernel with scalars of the same names.</summary>
    public static KernelFault Swap(KernelDescriptor other) => new(
        request => new PipelineRequest(
            other[request.Variant.Name],
            Those(other.LateConstants, request.LateConstants, request.Variant.Kernel.LateConstants),
            request.Workgroup),
        dispatch => Those(other.Uniforms, dispatch.Uniforms, dispatch.Kernel.Kernel.Uniforms));

    private static uint[] Those(IReadOnlyList<KernelScalar> wanted, IReadOnlyList<uint> bits, IReadOnlyList<KernelScalar> scalars) =>
        [.. wanted.Select(w => bits[scalars.Select(s => s.Name).ToList().IndexOf(w.Name)])];

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
                kernel.Name,
                kernel.Source,
                kernel.DefaultWorkgroup,
                kernel.Bindings,
                kernel.Uniforms,
                kernel.LateConstants,
                kernel.StructuralNames,
                [this]);
        }

        public override ReadOnlySpan<byte> GlslUtf8 => glsl;

        public override ReadOnlySpan<byte> MslUtf8 => [];

        public override ReadOnlySpan<uint> SpirvWords => [];
    }
}
