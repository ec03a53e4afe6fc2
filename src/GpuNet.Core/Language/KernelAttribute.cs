namespace GpuNet.Language;

/// <summary>
/// Marks a <c>readonly partial struct</c> as a compute kernel. The generator compiles its <c>Execute(Invocation)</c>
/// method into GLSL ES 3.10, MSL and SPIR-V, and adds an implementation of <see cref="Shaders.IKernel"/> to the struct.
/// </summary>
/// <remarks>
/// The parameters of the primary constructor are the kernel's interface, in binding order: resources
/// (<see cref="ReadTensor{T}"/>, <see cref="WriteTensor{T}"/>, <see cref="ReadBuffer{T}"/>,
/// <see cref="ReadWriteBuffer{T}"/>), late constants (<c>int</c>, <c>uint</c>, <c>float</c>, <c>bool</c> and readonly
/// structs of those, fixed when the pipeline is made) and structural parameters
/// (<see cref="StructuralAttribute"/>, fixed at build time).
/// </remarks>
[AttributeUsage(AttributeTargets.Struct)]
public sealed class KernelAttribute : Attribute
{
    /// <summary>A kernel whose workgroup has <paramref name="x"/> * <paramref name="y"/> * <paramref name="z"/>
    /// invocations unless a dispatch asks for another shape; at most 128, the least that OpenGL ES 3.1 guarantees.</summary>
    public KernelAttribute(int x, int y = 1, int z = 1)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>
    /// Whether every operator on floats must round for itself, as in C#, also where that costs speed. OpenGL ES needs
    /// GL_EXT_gpu_shader5 for it; SPIR-V says it of every kernel.
    /// </summary>
    public bool IsPrecise { get; init; }

    /// <summary>
    /// Whether to make variants, too, that read tensors in buffers as texels: through the path of textures, which some devices
    /// are faster at.
    /// </summary>
    public bool ReadsTexels { get; init; }

    /// <summary>
    /// Whether to make variants, too, that compute in 16-bit floats what is stored in them: with halves in SPIR-V and MSL, at medium precision
    /// in OpenGL ES, which may be more. The host computes in 32 bits.
    /// </summary>
    public bool ComputesInHalves { get; init; }

    /// <summary>Invocations of the default workgroup along x.</summary>
    public int X { get; }

    /// <summary>Invocations of the default workgroup along y.</summary>
    public int Y { get; }

    /// <summary>Invocations of the default workgroup along z.</summary>
    public int Z { get; }
}
