using static GpuNet.Language.KernelMath;

namespace GpuNet.Kernels;

/// <summary>Where an operand lies that is repeated along some axes; compiled into the kernels that call it.</summary>
internal static class Broadcast
{
    /// <summary>The layer of an operand for a slice of the output; an operand of one image serves every image.</summary>
    public static int Layer(int batch, int slice, int operandChannels, int layers)
    {
        var operandSlices = (operandChannels + 3) / 4;
        return (layers == operandSlices ? 0 : batch * operandSlices) + Min(slice, operandSlices - 1);
    }
}
