using System;
using System.Collections.Immutable;

namespace GpuNet.Codegen.Ir;

/// <summary>What immutable arrays lack.</summary>
internal static class ImmutableArrays
{
    /// <summary>Each element, changed.</summary>
    public static ImmutableArray<TResult> Map<T, TResult>(this ImmutableArray<T> source, Func<T, TResult> change)
    {
        var builder = ImmutableArray.CreateBuilder<TResult>(source.Length);
        foreach (var element in source) builder.Add(change(element));
        return builder.MoveToImmutable();
    }
}
