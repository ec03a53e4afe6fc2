using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>AVERAGE_POOL_2D and MAX_POOL_2D.</summary>
internal static class PoolCases
{
    public static IReadOnlyList<CaseFamily> Families { get; } =
    [
        new("average-pool", CaseFamily.AllTypes, 24, (builder, number) => Pool(builder, number, PoolKind.Average)),
        new("max-pool", CaseFamily.AllTypes, 24, (builder, number) => Pool(builder, number, PoolKind.Maximum)),
    ];

    private static Pool2D Pool(CaseBuilder builder, int number, PoolKind kind)
    {
        var input = AwkwardShapes.Image(number);
        var window = WindowCase.Random(builder.Random, input) with { DilationX = 1, DilationY = 1 };
        // The whole image in one window, as at the end of most networks.
        if (number % 5 == 4) window = new WindowCase(input.Width, input.Height, 1, 1, 1, 1, Padding.Valid);
        var quantisation = builder.PerTensor(builder.ScaleAround(0.03f));
        var x = builder.Input(input.ToShape(), quantisation);
        var y = builder.Output(window.OutputOf(input, input.Channels), quantisation);
        builder.Magnitude = builder.FloatRange;
        return new Pool2D(
            0, [x], y, kind, window.Padding, window.KernelX, window.KernelY, window.StrideX, window.StrideY, builder.RandomActivation());
    }
}
