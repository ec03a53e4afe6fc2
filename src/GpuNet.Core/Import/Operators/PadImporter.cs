using System.Buffers.Binary;
using System.Collections.Immutable;
using GpuNet.Graphs;

namespace GpuNet.Import.Operators;

/// <summary>PAD, and PADV2 where it pads with the type's zero: a tensor and its paddings, [rank, 2].</summary>
internal static class PadImporter
{
    public static Pad Import(OperatorSource source)
    {
        var isV2 = source.Code == BuiltinOperator.PadV2;
        source.RequireInputs(isV2 ? 3 : 2, isV2 ? 3 : 2);
        var (input, paddings, output) = (source.Input(0), source.Input(1), source.Result);
        source.RequireActivation(input, "input");
        source.RequireActivation(output, "output");
        source.RequireSameType(input, output);
        var rank = input.Shape.Rank;
        if (!paddings.Shape.Extents.AsSpan().SequenceEqual([rank, 2])) throw source.Malformed($"its paddings, {paddings}, do not have the shape [{rank}, 2]");
        var values = source.ConstantIntegers(paddings, "paddings");

        var before = ImmutableArray.CreateBuilder<int>(rank);
        var after = ImmutableArray.CreateBuilder<int>(rank);
        var extents = new int[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var (front, back) = (values[2 * axis], values[(2 * axis) + 1]);
            if (front < 0 || back < 0) throw source.Malformed($"its paddings, {paddings}, hold {Math.Min(front, back)}");
            if ((long)front + input.Shape[axis] + back != output.Shape.Extents.ElementAtOrDefault(axis))
                throw source.Malformed($"its output, {output}, is not {input} with {front} and {back} more along axis {axis}");
            before.Add(front);
            after.Add(back);
            extents[axis] = front + input.Shape[axis] + back;
        }

        source.RequireResult(extents);
        if (isV2) RequireZero(source, source.Input(2), output);
        return new Pad(source.Index, source.Inputs[..2], source.Output, before.MoveToImmutable(), after.MoveToImmutable());
    }

    private static void RequireZero(OperatorSource source, Tensor value, Tensor output)
    {
        if (value.Constant is not { } constant) throw source.Unsupported($"its padding value, {value}, is not a constant");
        if (value.Type != output.Type || value.Shape.ElementCount != 1)
            throw source.Malformed($"its padding value, {value}, is not one {output.Type}");
        var bytes = constant.Read().Span;
        var isZero = value.Type switch
        {
            ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(bytes) == 0,
            ElementType.UInt8 => bytes[0] == output.ZeroPoint(),
            _ => (sbyte)bytes[0] == output.ZeroPoint(),
        };
        if (!isZero) throw source.Unsupported($"its padding value, {value}, is not zero, which is all that is supported");
    }
}
