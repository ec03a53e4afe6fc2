using GpuNet.Graphs;
using Bilinear = GpuNet.Import.TfLiteSchema.ResizeBilinearOptions;
using Nearest = GpuNet.Import.TfLiteSchema.ResizeNearestNeighborOptions;

namespace GpuNet.Import.Operators;

/// <summary>RESIZE_BILINEAR and RESIZE_NEAREST_NEIGHBOR: input [N, H, W, C], new size [2], output [N, OH, OW, C].</summary>
internal static class ResizeImporter
{
    // Positions in 1/1024 pixel stay within 32 bits.
    private const int LargestExtent = 1 << 20;

    public static Resize Import(OperatorSource source, ResizeKind kind)
    {
        source.RequireInputs(2, 2);
        var (input, output) = (source.Input(0), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        source.RequireSameType(input, output);
        WindowImporter.RequireImage(source, input, "input");
        var size = source.ConstantIntegers(source.Input(1), "size");
        if (size.Length != 2) throw source.Malformed($"its size has {size.Length} values instead of 2");
        source.RequireResult([input.Shape[0], size[0], size[1], input.Shape[3]]);
        if (Math.Max(Math.Max(size[0], size[1]), Math.Max(input.Shape[1], input.Shape[2])) > LargestExtent)
            throw source.Unsupported($"{input} to {output}: more than {LargestExtent} rows or columns are not supported");

        var isBilinear = kind == ResizeKind.Bilinear;
        var alignCorners = source.Options?.Bool(isBilinear ? Bilinear.AlignCorners : Nearest.AlignCorners) ?? false;
        var halfPixelCenters = source.Options?.Bool(isBilinear ? Bilinear.HalfPixelCenters : Nearest.HalfPixelCenters) ?? false;
        if (alignCorners && halfPixelCenters) throw source.Malformed("align_corners and half_pixel_centers exclude each other");
        return new Resize(source.Index, source.Inputs, source.Output, kind, alignCorners, halfPixelCenters);
    }
}
