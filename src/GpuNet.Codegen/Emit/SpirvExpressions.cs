using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;
using Convert = GpuNet.Codegen.Ir.Convert;

namespace GpuNet.Codegen.Emit;

/// <summary>Emits expressions into a function. Each visit returns the id of the value.</summary>
internal sealed class SpirvExpressions(
    SpirvModule module,
    SpirvInterface shared,
    SpirvFunctions functions,
    SpirvLocals locals,
    SpirvFunctionBuilder function) : IExprVisitor<uint>
{
    private readonly SpirvIntrinsics intrinsics = new(module, function);
    private readonly Dictionary<BuiltinRef, uint> builtins = [];
    private readonly Dictionary<int, uint> uniforms = [];

    public uint Emit(Expr expression) => expression.Accept(this);

    public uint Visit(Literal e) => module.Constants.Of(e);

    public uint Visit(ScalarRef e)
    {
        var scalar = shared.Kernel.Scalars[e.Index];
        if (scalar.IsLate) return shared.LateConstant(e.Index);
        if (uniforms.TryGetValue(e.Index, out var value)) return value;

        // Read once, ahead of all loops.
        var stored = module.Types.Of(SpirvInterface.StoredType(scalar.Type));
        var pointer = function.PrologueValue(
            Op.AccessChain, module.Types.Pointer(StorageClass.PushConstant, stored), shared.UniformBlock(), module.Constants.Of(shared.Kernel.NumberOf(e.Index)));
        value = function.PrologueValue(Op.Load, stored, pointer);
        if (scalar.Type == IrType.Bool) value = function.PrologueValue(Op.INotEqual, module.Types.Bool, value, module.Constants.Of(0u));
        module.Name(value, scalar.Name);
        uniforms.Add(e.Index, value);
        return value;
    }

    public uint Visit(StructuralRef e) => throw NotLowered(e);

    public uint Visit(LocalRef e) => locals.TryGetValue(e.Local, out var value)
        ? value
        : function.Value(Op.Load, module.Types.Of(e.Type), locals.Variable(e.Local));

    public uint Visit(BuiltinRef e)
    {
        if (builtins.TryGetValue(e, out var value)) return value;
        var coordinate = e.Builtin == Builtin.GroupSize ? shared.WorkgroupExtent(e.Axis) : InputComponent(e);
        value = function.PrologueValue(Op.Bitcast, module.Types.Int, coordinate);
        module.Name(value, $"{e.Builtin}_{"xyz"[e.Axis]}");
        builtins.Add(e, value);
        return value;
    }

    public uint Visit(Unary e) =>
        function.Value(SpirvOperators.Of(e.Op, e.Type.Scalar), module.Types.Of(e.Type), Emit(e.Operand));

    public uint Visit(Binary e)
    {
        if (e.IsLogical && !SpirvSpeculation.IsCheapAndSafe(e.Right)) return Lazy(e);
        var type = module.Types.Of(e.Type);
        if (e is { Op: BinaryOp.Multiply, Type.IsFloat: true })
        {
            if (e.Right is Splat right)
                return Rounded(function.Value(Op.VectorTimesScalar, type, Emit(e.Left), Emit(right.Operand)));
            if (e.Left is Splat left)
            {
                var factor = Emit(left.Operand);
                return Rounded(function.Value(Op.VectorTimesScalar, type, Emit(e.Right), factor));
            }
        }

        var value = function.Value(SpirvOperators.Of(e.Op, e.Left.Type.Scalar), type, Emit(e.Left), Emit(e.Right));
        return e is { Op: BinaryOp.Add or BinaryOp.Subtract or BinaryOp.Multiply, Type.IsFloat: true } ? Rounded(value) : value;
    }

    // As in C#, each operator rounds; MulAdd is there for what may be fused.
    private uint Rounded(uint value)
    {
        module.Decorate(value, Decoration.NoContraction);
        return value;
    }

    public uint Visit(Select e)
    {
        var condition = Emit(e.Condition);
        if (!SpirvSpeculation.IsCheapAndSafe(e.WhenTrue) || !SpirvSpeculation.IsCheapAndSafe(e.WhenFalse))
            return Lazy(e, condition);

        // Before SPIR-V 1.4 the condition has as many components as the value.
        if (!e.Type.IsScalar) condition = Splat(new IrType(ScalarKind.Bool, e.Type.Width), condition);
        return function.Value(
            Op.Select, module.Types.Of(e.Type), condition, Emit(e.WhenTrue), Emit(e.WhenFalse));
    }

    public uint Visit(Convert e)
    {
        var value = Emit(e.Operand);
        var (from, to) = (e.Operand.Type.Scalar, e.Type.Scalar);
        if (from == to) return value;
        var type = module.Types.Of(e.Type);
        return (from, to) switch
        {
            (ScalarKind.Bool, _) => function.Value(
                Op.Select, type, value, module.Constants.Number(to, 1), module.Constants.Number(to, 0)),
            (ScalarKind.Int, ScalarKind.UInt) or (ScalarKind.UInt, ScalarKind.Int) =>
                function.Value(Op.Bitcast, type, value),
            (ScalarKind.Int, ScalarKind.Float or ScalarKind.Half) => function.Value(Op.ConvertSToF, type, value),
            (ScalarKind.UInt, ScalarKind.Float or ScalarKind.Half) => function.Value(Op.ConvertUToF, type, value),
            (ScalarKind.Float or ScalarKind.Half, ScalarKind.Int) => function.Value(Op.ConvertFToS, type, value),
            (ScalarKind.Float or ScalarKind.Half, ScalarKind.UInt) => function.Value(Op.ConvertFToU, type, value),
            (ScalarKind.Float, ScalarKind.Half) or (ScalarKind.Half, ScalarKind.Float) => function.Value(Op.FConvert, type, value),
            _ => throw new InvalidOperationException($"There is no conversion from {e.Operand.Type} to {e.Type}."),
        };
    }

    public uint Visit(Splat e) => e.Operand is Literal literal
        ? module.Constants.Splat(e.Type, module.Constants.Of(literal))
        : Splat(e.Type, Emit(e.Operand));

    public uint Visit(Construct e)
    {
        var components = EmitAll(e.Components);
        return e.Components.All(c => c is Literal)
            ? module.Constants.Vector(e.Type, components)
            : function.Value(Op.CompositeConstruct, module.Types.Of(e.Type), components);
    }

    public uint Visit(Component e) =>
        function.Value(Op.CompositeExtract, module.Types.Of(e.Type), Emit(e.Vector), (uint)e.Index);

    public uint Visit(DynamicComponent e) =>
        function.Value(Op.VectorExtractDynamic, module.Types.Of(e.Type), Emit(e.Vector), Emit(e.Index));

    public uint Visit(Intrinsic e) => intrinsics.Emit(e, EmitAll(e.Arguments));

    public uint Visit(Call e) => Call(e.Function, e.Arguments);

    public uint Visit(TensorRead e) => throw NotLowered(e);

    public uint Visit(TexelFetch e)
    {
        var variable = shared.ResourceVariable(e.Resource, BindingType.SampledTexture);
        var image = function.Value(Op.Load, shared.ImageType(e.Resource), variable);
        var coordinate = TexelCoordinate(e.X, e.Y, e.Layer);
        return function.Value(
            Op.ImageFetch, module.Types.Of(e.Type), image, coordinate, ImageOperandsLod, module.Constants.Of(0));
    }

    public uint Visit(BufferLoad e)
    {
        if (shared.Binding(e.Resource) != BindingType.TexelBuffer) return Load(e.Type, BufferElement(e.Resource, e.Type, e.Index));
        var variable = shared.ResourceVariable(e.Resource, BindingType.TexelBuffer);
        var image = function.Value(Op.Load, shared.ImageType(e.Resource), variable);
        return function.Value(Op.ImageFetch, module.Types.Of(e.Type), image, Emit(e.Index));
    }

    public uint Visit(ArrayLoad e) => Load(e.Type, ArrayElement(e.Array, e.Index));

    public uint Visit(SharedLoad e) => Load(e.Type, SharedElement(e.Array, e.Index));

    /// <summary>Calls a function of the kernel; the id means nothing if it returns nothing.</summary>
    public uint Call(string name, ImmutableArray<Expr> arguments)
    {
        var callee = functions[name];
        return function.Value(Op.FunctionCall, callee.ReturnType, [callee.Id, .. EmitAll(arguments)]);
    }

    /// <summary>A pointer to an element of a storage buffer.</summary>
    public uint BufferElement(int resource, IrType element, Expr index)
    {
        var buffer = shared.ResourceVariable(resource, BindingType.StorageBuffer);
        var elements = module.Constants.Of(0); // The block's only member.
        var type = module.Types.Pointer(StorageClass.StorageBuffer, module.Types.Of(element));
        return function.Value(Op.AccessChain, type, buffer, elements, Emit(index));
    }

    /// <summary>A pointer to an element of a local array.</summary>
    public uint ArrayElement(LocalArray array, Expr index) =>
        Element(StorageClass.Function, array.Type, locals.Array(array), index);

    /// <summary>A pointer to an element of a shared array.</summary>
    public uint SharedElement(SharedArray array, Expr index) =>
        Element(StorageClass.Workgroup, array.Type, shared.SharedVariable(array), index);

    /// <summary>The place of a texel: a vector of three ints.</summary>
    public uint TexelCoordinate(Expr x, Expr y, Expr layer) => function.Value(
        Op.CompositeConstruct, module.Types.Vector(ScalarKind.Int, 3), Emit(x), Emit(y), Emit(layer));

    private static InvalidOperationException NotLowered(Expr e) =>
        new($"A pass should have replaced this before SPIR-V is emitted: {e}.");

    private uint[] EmitAll(ImmutableArray<Expr> expressions)
    {
        var values = new uint[expressions.Length];
        for (var i = 0; i < values.Length; i++) values[i] = Emit(expressions[i]);
        return values;
    }

    private uint InputComponent(BuiltinRef e)
    {
        var vector = function.PrologueValue(
            Op.Load, module.Types.Vector(ScalarKind.UInt, 3), shared.InputVariable(e.Builtin));
        return function.PrologueValue(Op.CompositeExtract, module.Types.UInt, vector, (uint)e.Axis);
    }

    private uint Splat(IrType type, uint component) => function.Value(
        Op.CompositeConstruct, module.Types.Of(type), [.. Enumerable.Repeat(component, type.Width)]);

    private uint Element(StorageClass storageClass, IrType element, uint array, Expr index) => function.Value(
        Op.AccessChain, module.Types.Pointer(storageClass, module.Types.Of(element)), array, Emit(index));

    private uint Load(IrType type, uint pointer) => function.Value(Op.Load, module.Types.Of(type), pointer);

    /// <summary>Evaluates the right operand in a block of its own, which is entered only if the left does not decide.</summary>
    private uint Lazy(Binary e)
    {
        var left = Emit(e.Left);
        var (leftBlock, rightBlock, merge) = (function.CurrentBlock, function.NewLabel(), function.NewLabel());
        function.Effect(Op.SelectionMerge, merge, ControlNone);
        if (e.Op == BinaryOp.LogicalAnd)
            function.BranchConditional(left, rightBlock, merge);
        else
            function.BranchConditional(left, merge, rightBlock);
        var (right, rightEnd) = EmitBlock(rightBlock, e.Right, merge);
        function.BeginBlock(merge);
        return function.Value(Op.Phi, module.Types.Bool, left, leftBlock, right, rightEnd);
    }

    /// <summary>Evaluates the operand that is chosen in a block of its own.</summary>
    private uint Lazy(Select e, uint condition)
    {
        var (trueBlock, falseBlock, merge) = (function.NewLabel(), function.NewLabel(), function.NewLabel());
        function.Effect(Op.SelectionMerge, merge, ControlNone);
        function.BranchConditional(condition, trueBlock, falseBlock);
        var (whenTrue, trueEnd) = EmitBlock(trueBlock, e.WhenTrue, merge);
        var (whenFalse, falseEnd) = EmitBlock(falseBlock, e.WhenFalse, merge);
        function.BeginBlock(merge);
        return function.Value(Op.Phi, module.Types.Of(e.Type), whenTrue, trueEnd, whenFalse, falseEnd);
    }

    /// <summary>A block that evaluates an expression, which may end in another block than it began.</summary>
    private (uint Value, uint End) EmitBlock(uint label, Expr expression, uint merge)
    {
        function.BeginBlock(label);
        var value = Emit(expression);
        var end = function.CurrentBlock;
        function.Branch(merge);
        return (value, end);
    }
}
