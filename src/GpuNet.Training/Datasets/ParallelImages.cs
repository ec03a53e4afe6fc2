using System.Runtime.ExceptionServices;

namespace GpuNet.Datasets;

/// <summary>Works on many images at once.</summary>
internal static class ParallelImages
{
    /// <summary>Does <paramref name="work"/> for each index; the first fault of an image or a library is thrown as it is.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was set.</exception>
    public static void For(int count, Action<int> work, CancellationToken cancellation)
    {
        try
        {
            Parallel.For(0, count, new ParallelOptions { CancellationToken = cancellation }, work);
        }
        catch (AggregateException exception) when (exception.Flatten().InnerExceptions.OfType<GpuNetException>().FirstOrDefault() is { } first)
        {
            ExceptionDispatchInfo.Throw(first);
        }
    }
}
