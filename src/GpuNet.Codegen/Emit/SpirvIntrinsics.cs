using System;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>Emits the functions of the kernel language.</summary>
internal sealed class SpirvIntrinsics(SpirvModule module, SpirvFunctionBuilder function)
{
    private const int BytesOfWord = 4;
    private const int BitsOfByte = 8;

    /// <summary>Emits a call whose arguments have been emitted, and returns its result.</summary>
    public uint Emit(Intrinsic e, uint[] arguments)
    {
        var type = module.Types.Of(e.Type);
        var operand = e.Arguments[0].Type;
        return e.Op switch
        {
            IntrinsicOp.Dot => function.Value(Op.Dot, type, arguments),
            IntrinsicOp.MulHigh => MulHigh(operand, arguments),
            IntrinsicOp.LeadingZeroCount => LeadingZeroCount(e.Type, arguments[0]),
            IntrinsicOp.BitCast => e.Type == operand ? arguments[0] : function.Value(Op.Bitcast, type, arguments),
            IntrinsicOp.PackHalf4 => PackHalf4(arguments[0]),
            IntrinsicOp.UnpackHalf4 => UnpackHalf4(arguments[0]),
            IntrinsicOp.RoundHalf4 => RoundHalf4(arguments[0]),
            IntrinsicOp.UnpackInt8 => UnpackInt8(arguments[0]),
            IntrinsicOp.PackInt8 => PackInt8(arguments[0]),
            IntrinsicOp.DotInt8 => DotInt8(arguments[0], arguments[1]),
            _ => function.Value(GlslInstruction(e.Op, operand.IsFloat ? ScalarKind.Float : operand.Scalar), type, arguments),
        };
    }

    private static Glsl GlslInstruction(IntrinsicOp op, ScalarKind operand) => (op, operand) switch
    {
        (IntrinsicOp.MulAdd, ScalarKind.Float) => Glsl.Fma,
        (IntrinsicOp.Min, ScalarKind.Float) => Glsl.FMin,
        (IntrinsicOp.Min, ScalarKind.Int) => Glsl.SMin,
        (IntrinsicOp.Min, ScalarKind.UInt) => Glsl.UMin,
        (IntrinsicOp.Max, ScalarKind.Float) => Glsl.FMax,
        (IntrinsicOp.Max, ScalarKind.Int) => Glsl.SMax,
        (IntrinsicOp.Max, ScalarKind.UInt) => Glsl.UMax,
        (IntrinsicOp.Clamp, ScalarKind.Float) => Glsl.FClamp,
        (IntrinsicOp.Clamp, ScalarKind.Int) => Glsl.SClamp,
        (IntrinsicOp.Clamp, ScalarKind.UInt) => Glsl.UClamp,
        (IntrinsicOp.Abs, ScalarKind.Float) => Glsl.FAbs,
        (IntrinsicOp.Abs, ScalarKind.Int) => Glsl.SAbs,
        (IntrinsicOp.Floor, ScalarKind.Float) => Glsl.Floor,
        (IntrinsicOp.Ceiling, ScalarKind.Float) => Glsl.Ceil,
        (IntrinsicOp.RoundEven, ScalarKind.Float) => Glsl.RoundEven,
        (IntrinsicOp.Sqrt, ScalarKind.Float) => Glsl.Sqrt,
        (IntrinsicOp.InverseSqrt, ScalarKind.Float) => Glsl.InverseSqrt,
        (IntrinsicOp.Exp, ScalarKind.Float) => Glsl.Exp,
        (IntrinsicOp.Log, ScalarKind.Float) => Glsl.Log,
        (IntrinsicOp.Sin, ScalarKind.Float) => Glsl.Sin,
        (IntrinsicOp.Cos, ScalarKind.Float) => Glsl.Cos,
        (IntrinsicOp.Tanh, ScalarKind.Float) => Glsl.Tanh,
        (IntrinsicOp.Pow, ScalarKind.Float) => Glsl.Pow,
        (IntrinsicOp.PackHalf2, ScalarKind.Float) => Glsl.PackHalf2x16,
        (IntrinsicOp.UnpackHalf2, ScalarKind.UInt) => Glsl.UnpackHalf2x16,
        _ => throw new InvalidOperationException($"{op} does not apply to {operand}."),
    };

    private uint MulHigh(IrType operand, uint[] arguments)
    {
        const uint upperHalf = 1;
        var type = module.Types.Of(operand);
        var multiply = operand.Scalar == ScalarKind.Int ? Op.SMulExtended : Op.UMulExtended;
        var product = function.Value(multiply, module.Types.Pair(type), arguments);
        return function.Value(Op.CompositeExtract, type, product, upperHalf);
    }

    /// <summary>31 less the highest set bit's number, which is -1 for zero.</summary>
    private uint LeadingZeroCount(IrType result, uint value)
    {
        var type = module.Types.Of(result);
        var highest = function.Value(Glsl.FindUMsb, type, value);
        var last = module.Constants.Of(31);
        if (!result.IsScalar) last = module.Constants.Splat(result, last);
        return function.Value(Op.ISub, type, last, highest);
    }

    private uint UnpackInt8(uint word)
    {
        var type = module.Types.Int;
        var bits = function.Value(Op.Bitcast, type, word);
        var components = new uint[BytesOfWord];
        for (var i = 0; i < BytesOfWord; i++)
        {
            // Shifts: some drivers compute a bit field at run time from its offset and length, constant or not.
            var upper = i == BytesOfWord - 1
                ? bits
                : function.Value(Op.ShiftLeftLogical, type, bits, module.Constants.Of((uint)((BytesOfWord - 1 - i) * BitsOfByte)));
            components[i] = function.Value(Op.ShiftRightArithmetic, type, upper, module.Constants.Of((uint)((BytesOfWord - 1) * BitsOfByte)));
        }

        return function.Value(Op.CompositeConstruct, module.Types.Of(IrType.Int4), components);
    }

    private uint PackInt8(uint value)
    {
        var type = module.Types.UInt;
        var bytes = function.Value(Op.Bitcast, module.Types.Of(IrType.UInt4), value);
        var word = Byte(0);
        for (var i = 1; i < BytesOfWord; i++)
        {
            var next = function.Value(Op.ShiftLeftLogical, type, Byte(i), module.Constants.Of((uint)(i * BitsOfByte)));
            word = function.Value(Op.BitwiseOr, type, word, next);
        }

        return word;

        uint Byte(int i) => function.Value(
            Op.BitwiseAnd, type, function.Value(Op.CompositeExtract, type, bytes, (uint)i), module.Constants.Of(255u));
    }

    private uint DotInt8(uint a, uint b)
    {
        var type = module.Types.Int;
        if (module.Options.HasFlag(SpirvOptions.DotProduct))
            return function.Value(Op.SDot, type, a, b, PackedVectorFormat4x8Bit);
        var products = function.Value(Op.IMul, module.Types.Of(IrType.Int4), UnpackInt8(a), UnpackInt8(b));
        var sum = function.Value(Op.CompositeExtract, type, products, 0);
        for (var i = 1u; i < BytesOfWord; i++)
            sum = function.Value(Op.IAdd, type, sum, function.Value(Op.CompositeExtract, type, products, i));
        return sum;
    }

    private uint PackHalf4(uint value)
    {
        var half = module.Types.Of(IrType.Float2);
        var first = function.Value(Op.VectorShuffle, half, value, value, 0, 1);
        var second = function.Value(Op.VectorShuffle, half, value, value, 2, 3);
        return function.Value(
            Op.CompositeConstruct,
            module.Types.Of(IrType.UInt2),
            function.Value(Glsl.PackHalf2x16, module.Types.UInt, first),
            function.Value(Glsl.PackHalf2x16, module.Types.UInt, second));
    }

    /// <summary>In integers, as drivers take packing and unpacking for nothing; see <see cref="HalfRounding"/>.</summary>
    private uint RoundHalf4(uint value)
    {
        var (floats, words) = (module.Types.Of(IrType.Float4), module.Types.Of(IrType.UInt4));
        var bits = function.Value(Op.Bitcast, words, value);
        var odd = function.Value(Op.BitwiseAnd, words, function.Value(Op.ShiftRightLogical, words, bits, Words(HalfRounding.LostBits)), Words(1));
        var sum = function.Value(Op.IAdd, words, function.Value(Op.IAdd, words, bits, Words(HalfRounding.JustBelowHalf)), odd);
        var normal = function.Value(Op.Bitcast, floats, function.Value(Op.BitwiseAnd, words, sum, Words(HalfRounding.KeptBits)));
        var steps = function.Value(Glsl.RoundEven, floats, function.Value(Op.FMul, floats, value, Floats(HalfRounding.SmallScale)));
        var small = function.Value(Op.FMul, floats, steps, Floats(1 / HalfRounding.SmallScale));
        var size = function.Value(Glsl.FAbs, floats, value);
        var finite = function.Value(Op.Select, floats, Less(HalfRounding.LeastNormal), small, normal);
        // Infinity, and what is not a number stays so.
        var overflow = function.Value(Op.FMul, floats, value, Floats(float.MaxValue));
        return function.Value(Op.Select, floats, Less(HalfRounding.Overflow), finite, overflow);

        uint Words(uint number) => module.Constants.Splat(IrType.UInt4, module.Constants.Of(number));
        uint Floats(float number) => module.Constants.Splat(IrType.Float4, module.Constants.Of(Literal.Of(number)));
        uint Less(float limit) => function.Value(Op.FOrdLessThan, module.Types.Vector(ScalarKind.Bool, 4), size, Floats(limit));
    }

    private uint UnpackHalf4(uint words)
    {
        var half = module.Types.Of(IrType.Float2);
        var first = function.Value(Op.CompositeExtract, module.Types.UInt, words, 0);
        var second = function.Value(Op.CompositeExtract, module.Types.UInt, words, 1);
        return function.Value(
            Op.CompositeConstruct,
            module.Types.Of(IrType.Float4),
            function.Value(Glsl.UnpackHalf2x16, half, first),
            function.Value(Glsl.UnpackHalf2x16, half, second));
    }
}
