using System.Collections.Immutable;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Tests.Spirv.IrBuilder;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>
/// Makes well-typed kernels of random statements: nested branches and loops with breaks, continues and returns anywhere,
/// lazy operators around memory reads, calls, locals that are and are not assigned again. They are valid, not sensible:
/// their loops need not end.
/// </summary>
internal sealed class RandomKernel
{
    private static readonly IrType[] Types =
        [IrType.Int, IrType.UInt, IrType.Float, IrType.Bool, IrType.Int2, IrType.UInt2, IrType.Float2, IrType.Float4];

    private static readonly LocalArray Array = new("array", IrType.Float4, Lit(6));

    private readonly Random random;
    private readonly List<Local> scope = [];
    private readonly HashSet<Local> constants = [];
    private readonly List<Function> functions = [];
    private IrType? returnType;
    private int loopDepth;
    private int names;

    private RandomKernel(int seed) => random = new Random(seed);

    /// <summary>The kernel of a seed.</summary>
    public static KernelIr Make(int seed)
    {
        var maker = new RandomKernel(seed);
        for (var i = maker.random.Next(3); i > 0; i--) maker.functions.Add(maker.MakeFunction());
        maker.returnType = null;
        var body = maker.Body(depth: 4, new DeclareArray(Array));
        return Kernel([.. maker.functions], [.. body]);
    }

    private Function MakeFunction()
    {
        returnType = random.Next(4) == 0 ? null : Pick(Types);
        var parameters = Enumerable.Range(0, random.Next(4)).Select(_ => NewLocal(Pick(Types))).ToImmutableArray();
        scope.AddRange(parameters);
        var body = Body(depth: 3, new DeclareArray(Array));
        if (returnType is not null) body = body.Add(Return());
        scope.Clear();
        return new Function($"Function{names++}", parameters, returnType, body);
    }

    private ImmutableArray<Stmt> Body(int depth, params Stmt[] first)
    {
        var outer = scope.Count;
        var body = ImmutableArray.CreateBuilder<Stmt>();
        body.AddRange(first);
        for (var i = random.Next(1, 6); i > 0; i--) body.Add(Statement(depth));
        scope.RemoveRange(outer, scope.Count - outer);
        return body.ToImmutable();
    }

    private Stmt Statement(int depth)
    {
        var kind = random.Next(depth > 0 ? 18 : 12);
        switch (kind)
        {
            case 0 or 1 or 2:
                return Declare();
            case 3 or 4 when Assignable() is { } local:
                return new Assign(local, Value(local.Type, 3));
            case 5:
                return new ArrayStore(Array, Value(IrType.Int, 2), Value(IrType.Float4, 2));
            case 6:
                return new SharedStore(Tile, Value(IrType.Int, 2), Value(IrType.Float4, 2));
            case 7 when functions.Count > 0:
                var callee = Pick(functions);
                return new CallStatement(callee.Name, Arguments(callee, 2));
            case 8 when loopDepth > 0:
                return random.Next(2) == 0 ? new Break() : new Continue();
            case 9 when random.Next(3) == 0:
                return Return();
            case 12 or 13 or 14:
                return new If(Value(IrType.Bool, 3), Body(depth - 1), random.Next(2) == 0 ? [] : Body(depth - 1));
            case 15:
                return ForLoop(depth);
            case 16 or 17:
                var condition = random.Next(4) == 0 ? Lit(true) : Value(IrType.Bool, 3);
                return new While(condition, LoopBody(depth), TestAtEnd: kind == 17);
            default:
                return Use(Value(Pick(Types), 3));
        }
    }

    private Declare Declare()
    {
        var local = NewLocal(Pick(Types));
        var declaration = new Declare(local, Value(local.Type, 3));
        scope.Add(local);
        if (random.Next(2) == 0) constants.Add(local);
        return declaration;
    }

    private For ForLoop(int depth)
    {
        var variable = NewLocal(IrType.Int);
        var first = Value(IrType.Int, 2);
        scope.Add(variable);
        var loop = new For(variable, first, Value(IrType.Bool, 3), Value(IrType.Int, 2), LoopBody(depth));
        scope.Remove(variable);
        return loop;
    }

    private ImmutableArray<Stmt> LoopBody(int depth)
    {
        loopDepth++;
        var body = Body(depth - 1);
        loopDepth--;
        return body;
    }

    private Return Return() => new(returnType is null ? null : Value(returnType, 2));

    private Expr Value(IrType type, int depth)
    {
        var candidates = scope.Where(l => l.Type == type).ToList();
        if (candidates.Count > 0 && random.Next(3) == 0) return Ref(Pick(candidates));
        if (depth == 0) return Leaf(type);
        var callees = functions.Where(f => f.ReturnType == type).ToList();
        return random.Next(7) switch
        {
            0 => Leaf(type),
            1 => new Select(Value(IrType.Bool, depth - 1), Value(type, depth - 1), Value(type, depth - 1)),
            2 when callees.Count > 0 => Call(Pick(callees), depth),
            _ => Operation(type, depth - 1),
        };
    }

    private Call Call(Function callee, int depth) => new(callee.ReturnType!, callee.Name, Arguments(callee, depth - 1));

    private ImmutableArray<Expr> Arguments(Function callee, int depth) =>
        [.. callee.Parameters.Select(p => Value(p.Type, depth))];

    private Expr Operation(IrType type, int depth)
    {
        if (!type.IsScalar && random.Next(3) == 0) return new Splat(type, Value(type.Component, depth));
        return (type.Scalar, random.Next(4)) switch
        {
            (ScalarKind.Bool, 0) => new Unary(UnaryOp.Not, Value(type, depth)),
            (ScalarKind.Bool, 1) => Comparison(depth),
            (ScalarKind.Bool, _) => Bin(
                random.Next(2) == 0 ? BinaryOp.LogicalAnd : BinaryOp.LogicalOr, Value(type, depth), Value(type, depth)),
            (ScalarKind.Int, 0) when type.IsScalar => LoadInt(Value(IrType.Int, depth)),
            (ScalarKind.Float, 0) when type.Width == 4 => Read(depth),
            (ScalarKind.Float, 1) when type.IsScalar => new Component(Value(IrType.Float4, depth), random.Next(4)),
            (ScalarKind.Float, _) => Bin((BinaryOp)random.Next((int)BinaryOp.Remainder), Value(type, depth), Value(type, depth)),
            _ => Bin((BinaryOp)random.Next((int)BinaryOp.Equal), Value(type, depth), Value(type, depth)),
        };
    }

    private Expr Comparison(int depth)
    {
        var operand = Pick([IrType.Int, IrType.UInt, IrType.Float]);
        var op = (BinaryOp)random.Next((int)BinaryOp.Equal, (int)BinaryOp.LogicalAnd);
        return Bin(op, Value(operand, depth), Value(operand, depth));
    }

    private Expr Read(int depth)
    {
        var index = Value(IrType.Int, depth);
        return random.Next(4) switch
        {
            0 => new ArrayLoad(Array, index),
            1 => new SharedLoad(Tile, index),
            2 => new TexelFetch(IrType.Float4, Texture, index, X, Width),
            _ => new BufferLoad(IrType.Float4, Floats, index),
        };
    }

    private Expr Leaf(IrType type)
    {
        if (!type.IsScalar) return new Splat(type, Leaf(type.Component));
        var bits = type.Scalar == ScalarKind.Bool ? (uint)random.Next(2) : (uint)random.Next();
        return random.Next(3) == 0
            ? new ScalarRef(type, random.Next(Scalars.Length / 4) * 4 + Scalars.Select(c => c.Type).ToList().IndexOf(type))
            : new Literal(type, bits);
    }

    private Local? Assignable()
    {
        var candidates = scope.Where(l => !constants.Contains(l)).ToList();
        return candidates.Count == 0 ? null : Pick(candidates);
    }

    private Local NewLocal(IrType type) => new($"local{names++}", type);

    private T Pick<T>(IReadOnlyList<T> choices) => choices[random.Next(choices.Count)];
}
