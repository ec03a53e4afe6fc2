using System.Collections.Generic;
using GpuNet.Codegen.Ir;
using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>What each type and function of C# is in the IR: the allow-list.</summary>
internal static class LanguageMap
{
    public const string Namespace = "GpuNet.Language";

    private static readonly Dictionary<string, IrType> Vectors = new()
    {
        ["Float2"] = IrType.Float2,
        ["Float4"] = IrType.Float4,
        ["Int2"] = IrType.Int2,
        ["Int4"] = IrType.Int4,
        ["UInt2"] = IrType.UInt2,
        ["UInt4"] = IrType.UInt4,
    };

    private static readonly Dictionary<string, IntrinsicOp> KernelMath = new()
    {
        ["MulAdd"] = IntrinsicOp.MulAdd,
        ["Min"] = IntrinsicOp.Min,
        ["Max"] = IntrinsicOp.Max,
        ["Clamp"] = IntrinsicOp.Clamp,
        ["Abs"] = IntrinsicOp.Abs,
        ["Floor"] = IntrinsicOp.Floor,
        ["Ceiling"] = IntrinsicOp.Ceiling,
        ["RoundEven"] = IntrinsicOp.RoundEven,
        ["Sqrt"] = IntrinsicOp.Sqrt,
        ["InverseSqrt"] = IntrinsicOp.InverseSqrt,
        ["Exp"] = IntrinsicOp.Exp,
        ["Log"] = IntrinsicOp.Log,
        ["Sin"] = IntrinsicOp.Sin,
        ["Cos"] = IntrinsicOp.Cos,
        ["Tanh"] = IntrinsicOp.Tanh,
        ["Pow"] = IntrinsicOp.Pow,
        ["Dot"] = IntrinsicOp.Dot,
        ["MulHigh"] = IntrinsicOp.MulHigh,
        ["LeadingZeroCount"] = IntrinsicOp.LeadingZeroCount,
        ["AsInt"] = IntrinsicOp.BitCast,
        ["AsUInt"] = IntrinsicOp.BitCast,
        ["AsFloat"] = IntrinsicOp.BitCast,
        ["PackHalf2"] = IntrinsicOp.PackHalf2,
        ["UnpackHalf2"] = IntrinsicOp.UnpackHalf2,
        ["UnpackInt8"] = IntrinsicOp.UnpackInt8,
        ["PackInt8"] = IntrinsicOp.PackInt8,
        ["DotInt8"] = IntrinsicOp.DotInt8,
    };

    // Of System.Math and System.MathF, what means the same in a shader. Round is left out: its halves differ by target.
    private static readonly Dictionary<string, IntrinsicOp> SystemMath = new()
    {
        ["Min"] = IntrinsicOp.Min,
        ["Max"] = IntrinsicOp.Max,
        ["Clamp"] = IntrinsicOp.Clamp,
        ["Abs"] = IntrinsicOp.Abs,
        ["Floor"] = IntrinsicOp.Floor,
        ["Ceiling"] = IntrinsicOp.Ceiling,
        ["Sqrt"] = IntrinsicOp.Sqrt,
        ["Exp"] = IntrinsicOp.Exp,
        ["Log"] = IntrinsicOp.Log,
        ["Sin"] = IntrinsicOp.Sin,
        ["Cos"] = IntrinsicOp.Cos,
        ["Tanh"] = IntrinsicOp.Tanh,
        ["Pow"] = IntrinsicOp.Pow,
    };

    /// <summary>The IR's type, or null if the language has none for it.</summary>
    public static IrType? TypeOf(ITypeSymbol? type)
    {
        switch (type?.SpecialType)
        {
            case SpecialType.System_Boolean:
                return IrType.Bool;
            case SpecialType.System_Int32:
                return IrType.Int;
            case SpecialType.System_UInt32:
                return IrType.UInt;
            case SpecialType.System_Single:
                return IrType.Float;
        }

        return type is not null && IsOfLanguage(type) && Vectors.TryGetValue(type.Name, out var vector) ? vector : null;
    }

    /// <summary>The function of the IR that a method stands for, or null.</summary>
    public static IntrinsicOp? IntrinsicOf(IMethodSymbol method)
    {
        var table = method.ContainingType.ToDisplayString() switch
        {
            $"{Namespace}.KernelMath" => KernelMath,
            "System.Math" or "System.MathF" => SystemMath,
            _ => null,
        };
        // MathF.Log(value, newBase) is another function than Log.
        var isOther = method is { Name: "Log", Parameters.Length: not 1 };
        return table is not null && !isOther && table.TryGetValue(method.Name, out var op) ? op : null;
    }

    /// <summary>Whether a type is called <paramref name="name"/> and belongs to the kernel language.</summary>
    public static bool Is(ITypeSymbol? type, string name) => type is not null && type.Name == name && IsOfLanguage(type);

    public static bool IsSpan(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Span", Arity: 1 }
        && type.ContainingNamespace.ToDisplayString() == "System";

    private static bool IsOfLanguage(ITypeSymbol type) => type.ContainingNamespace?.ToDisplayString() == Namespace;
}
