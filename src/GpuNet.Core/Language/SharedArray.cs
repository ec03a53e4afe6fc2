namespace GpuNet.Language;

/// <summary>An array in workgroup memory, made by <see cref="Invocation.Shared{T}"/>.</summary>
/// <typeparam name="T">A scalar or vector of the kernel language.</typeparam>
public readonly struct SharedArray<T>
    where T : unmanaged
{
    private readonly T[] elements;

    internal SharedArray(T[] elements) => this.elements = elements;

    /// <summary>The element with number <paramref name="index"/>, from 0.</summary>
    public ref T this[int index] => ref elements[index];
}
