namespace GpuNet.Kernels;

/// <summary>Channels come in slices of four.</summary>
internal static class Slices
{
    /// <summary>channels / 4, rounded up.</summary>
    public static int Of(int channels) => (channels + 3) / 4;
}
