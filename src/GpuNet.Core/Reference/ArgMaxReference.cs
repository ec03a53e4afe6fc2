using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Reference;

/// <summary>ARG_MAX along an axis: the index of the greatest element, the first of equals.</summary>
internal static class ArgMaxReference
{
    public static void Run(TensorStore store, ArgMax step)
    {
        var input = store[step.Inputs[0]];
        var indices = input.IsByte()
            ? Indices(store.Integers(input.Index), input.Shape, step.Axis)
            : Indices(store.Floats(input.Index).ToArray(), input.Shape, step.Axis);
        var target = store.Writable(step.Output);
        if (store[step.Output].Type == ElementType.Int32)
        {
            MemoryMarshal.AsBytes(indices.AsSpan()).CopyTo(target);
            return;
        }

        var wide = MemoryMarshal.Cast<byte, long>(target);
        for (var i = 0; i < wide.Length; i++) wide[i] = indices[i];
    }

    private static int[] Indices<T>(T[] elements, Shape shape, int axis)
        where T : IComparable<T>
    {
        var inner = 1;
        foreach (var extent in shape.Extents.AsSpan()[(axis + 1)..]) inner *= extent;
        var indices = new int[elements.Length / shape[axis]];
        for (var i = 0; i < indices.Length; i++)
        {
            var first = (i / inner * inner * shape[axis]) + (i % inner);
            for (var candidate = 1; candidate < shape[axis]; candidate++)
            {
                if (elements[first + (candidate * inner)].CompareTo(elements[first + (indices[i] * inner)]) > 0) indices[i] = candidate;
            }
        }

        return indices;
    }
}
