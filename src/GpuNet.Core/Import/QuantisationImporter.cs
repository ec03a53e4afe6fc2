using System.Collections.Immutable;
using System.Runtime.InteropServices;
using GpuNet.Graphs;

namespace GpuNet.Import;

/// <summary>Reads how a tensor's integers stand for real numbers.</summary>
internal static class QuantisationImporter
{
    /// <summary>
    /// The quantisation, or null for floats and for integers without a scale. 8-bit tensors always have one. As many scales
    /// as there are indices along the axis, or one; whether several are allowed is for the operator to say.
    /// </summary>
    public static Quantisation? Import(FlatBufferTable tensor, ElementType type, Shape shape, TensorLabel label)
    {
        var isByte = type is ElementType.UInt8 or ElementType.Int8;
        if (!isByte && type is not (ElementType.Int32 or ElementType.Int64)) return null;

        if (tensor.Table(TfLiteSchema.Tensor.Quantization, new TablePlace("QuantizationParameters", tensor.Place.Index)) is not { } table)
            return isByte ? throw MissingScale(label, type) : null;
        if (table.Byte(TfLiteSchema.QuantizationParameters.DetailsType) != 0)
            throw new UnsupportedModelException($"{label}: custom quantisation is not supported.");
        var scales = table.Vector(TfLiteSchema.QuantizationParameters.Scale, sizeof(float)).ToSingles();
        if (scales.IsEmpty) return isByte ? throw MissingScale(label, type) : null;

        var hasZero = CheckScales(scales, isByte, label);
        var zeroPoints = ImportZeroPoints(table, type, scales.Length, label);
        if (scales.Length == 1) return hasZero ? null : new Quantisation(scales, zeroPoints, 0);

        var axis = ImportAxis(table, scales.Length, shape, label);
        return hasZero ? null : new Quantisation(scales, zeroPoints, axis);
    }

    /// <summary>Refuses scales that are none. Whether one is 0, which wider integers may have: nothing is computed from theirs.</summary>
    private static bool CheckScales(ImmutableArray<float> scales, bool isByte, TensorLabel label)
    {
        var hasZero = false;
        for (var i = 0; i < scales.Length; i++)
        {
            if (!float.IsFinite(scales[i]) || scales[i] < 0 || (isByte && scales[i] == 0))
                throw new ModelFormatException($"{label}: scale {i} is {scales[i]}, and scales are positive and finite.");
            hasZero |= scales[i] == 0;
        }

        return hasZero;
    }

    private static ImmutableArray<int> ImportZeroPoints(FlatBufferTable table, ElementType type, int count, TensorLabel label)
    {
        var stored = table.Vector(TfLiteSchema.QuantizationParameters.ZeroPoint, sizeof(long)).ToInt64s();
        if (stored.Length != count && stored.Length != 1)
            throw new ModelFormatException($"{label}: {count} scales and {stored.Length} zero-points do not go together.");
        var (least, greatest) = type switch
        {
            ElementType.UInt8 => (0, 255),
            ElementType.Int8 => (-128, 127),
            _ => (int.MinValue, int.MaxValue),
        };
        foreach (var zeroPoint in stored)
        {
            if (zeroPoint < least || zeroPoint > greatest)
                throw new ModelFormatException($"{label}: zero-point {zeroPoint} lies outside {least} to {greatest}, the range of {type}.");
        }

        var zeroPoints = new int[count];
        for (var i = 0; i < count; i++) zeroPoints[i] = (int)stored[stored.Length == 1 ? 0 : i];
        return ImmutableCollectionsMarshal.AsImmutableArray(zeroPoints);
    }

    private static int ImportAxis(FlatBufferTable table, int count, Shape shape, TensorLabel label)
    {
        var axis = table.Int32(TfLiteSchema.QuantizationParameters.QuantizedDimension);

        // Writers copy the weights' axis to the bias, which has only one; there is only one way to read it.
        if (shape.Rank == 1) axis = 0;
        if ((uint)axis >= (uint)shape.Rank)
            throw new ModelFormatException($"{label}: {count} scales run along axis {axis}, and the shape is {shape}.");
        if (shape[axis] != count)
            throw new ModelFormatException($"{label}: {count} scales do not fit axis {axis} of {shape}.");
        return axis;
    }

    private static ModelFormatException MissingScale(TensorLabel label, ElementType type) =>
        new($"{label}: it is {type} and has no scale.");
}
