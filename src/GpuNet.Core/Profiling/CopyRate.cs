using GpuNet.Language;

namespace GpuNet.Profiling;

/// <summary>Copies vectors from buffer to buffer, to measure how many bytes a device moves in a second.</summary>
/// <remarks>
/// <para>Grid: (length), rounded up.</para>
/// <para>Layouts: vectors of four floats, one after another.</para>
/// <para>Cost: 16 bytes read and 16 written.</para>
/// </remarks>
/// <param name="source">What is copied.</param>
/// <param name="destination">Where to, as long.</param>
[Kernel(64)]
internal readonly partial struct CopyRate(ReadBuffer<Float4> source, ReadWriteBuffer<Float4> destination)
{
    /// <inheritdoc/>
    public void Execute(Invocation at)
    {
        if (at.X < destination.Length) destination[at.X] = source[at.X];
    }
}
