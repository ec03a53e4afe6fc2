using System;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>Which instruction an operator of the IR is, by the component type of its operands.</summary>
internal static class SpirvOperators
{
    public static Op Of(UnaryOp op, ScalarKind operand) => (op, operand) switch
    {
        (UnaryOp.Negate, ScalarKind.Float or ScalarKind.Half) => Op.FNegate,
        (UnaryOp.Negate, ScalarKind.Int or ScalarKind.UInt) => Op.SNegate,
        (UnaryOp.Complement, ScalarKind.Int or ScalarKind.UInt) => Op.Not,
        (UnaryOp.Not, ScalarKind.Bool) => Op.LogicalNot,
        _ => throw new InvalidOperationException($"{op} does not apply to {operand}."),
    };

    public static Op Of(BinaryOp op, ScalarKind operand) => operand switch
    {
        ScalarKind.Float or ScalarKind.Half => OfFloats(op),
        ScalarKind.Bool => OfTruthValues(op),
        _ => OfIntegers(op, operand == ScalarKind.Int),
    };

    private static Op OfFloats(BinaryOp op) => op switch
    {
        BinaryOp.Add => Op.FAdd,
        BinaryOp.Subtract => Op.FSub,
        BinaryOp.Multiply => Op.FMul,
        BinaryOp.Divide => Op.FDiv,
        BinaryOp.Equal => Op.FOrdEqual,

        // As in C#, NaN differs from everything.
        BinaryOp.NotEqual => Op.FUnordNotEqual,
        BinaryOp.Less => Op.FOrdLessThan,
        BinaryOp.LessOrEqual => Op.FOrdLessThanEqual,
        BinaryOp.Greater => Op.FOrdGreaterThan,
        BinaryOp.GreaterOrEqual => Op.FOrdGreaterThanEqual,
        _ => throw new InvalidOperationException($"{op} does not apply to floats."),
    };

    private static Op OfTruthValues(BinaryOp op) => op switch
    {
        BinaryOp.And or BinaryOp.LogicalAnd => Op.LogicalAnd,
        BinaryOp.Or or BinaryOp.LogicalOr => Op.LogicalOr,
        BinaryOp.Xor or BinaryOp.NotEqual => Op.LogicalNotEqual,
        BinaryOp.Equal => Op.LogicalEqual,
        _ => throw new InvalidOperationException($"{op} does not apply to truth values."),
    };

    private static Op OfIntegers(BinaryOp op, bool isSigned) => op switch
    {
        BinaryOp.Add => Op.IAdd,
        BinaryOp.Subtract => Op.ISub,
        BinaryOp.Multiply => Op.IMul,
        BinaryOp.Divide => isSigned ? Op.SDiv : Op.UDiv,
        BinaryOp.Remainder => isSigned ? Op.SRem : Op.UMod,
        BinaryOp.And => Op.BitwiseAnd,
        BinaryOp.Or => Op.BitwiseOr,
        BinaryOp.Xor => Op.BitwiseXor,
        BinaryOp.ShiftLeft => Op.ShiftLeftLogical,
        BinaryOp.ShiftRight => isSigned ? Op.ShiftRightArithmetic : Op.ShiftRightLogical,
        BinaryOp.Equal => Op.IEqual,
        BinaryOp.NotEqual => Op.INotEqual,
        BinaryOp.Less => isSigned ? Op.SLessThan : Op.ULessThan,
        BinaryOp.LessOrEqual => isSigned ? Op.SLessThanEqual : Op.ULessThanEqual,
        BinaryOp.Greater => isSigned ? Op.SGreaterThan : Op.UGreaterThan,
        BinaryOp.GreaterOrEqual => isSigned ? Op.SGreaterThanEqual : Op.UGreaterThanEqual,
        _ => throw new InvalidOperationException($"{op} does not apply to integers."),
    };
}
