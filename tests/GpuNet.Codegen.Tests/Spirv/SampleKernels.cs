using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Tests.Spirv.IrBuilder;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>Hand-built kernels that between them have every expression, statement and intrinsic of the IR.</summary>
internal static class SampleKernels
{
    private static readonly Local I = new("i", IrType.Int);
    private static readonly Local J = new("j", IrType.Int);
    private static readonly Local Sum = new("sum", IrType.Float4);
    private static readonly IrType[] Integers =
        [IrType.Int, IrType.UInt, IrType.Int2, IrType.UInt2, IrType.Int4, IrType.UInt4];

    private static readonly IrType[] Floating = [IrType.Float, IrType.Float2, IrType.Float4];

    public static IReadOnlyDictionary<string, KernelIr> All { get; } = new Dictionary<string, KernelIr>
    {
        ["Empty"] = Kernel(),
        ["Literals"] = Kernel([.. Literals()]),
        ["Builtins"] = Kernel([.. Builtins()]),
        ["LateConstants"] = Kernel(Use(Width), Use(Mask), Use(Scale), Use(Relu)),
        ["Operators"] = Kernel([.. Operators()]),
        ["LazyOperators"] = Kernel([.. LazyOperators()]),
        ["Conversions"] = Kernel([.. Conversions()]),
        ["Vectors"] = Kernel([.. Vectors()]),
        ["Intrinsics"] = Kernel([.. Intrinsics()]),
        ["Memory"] = Kernel([.. Memory()]),
        ["Branches"] = Kernel([.. Branches()]),
        ["Loops"] = Kernel([.. Loops()]),
        ["EndlessLoops"] = Kernel([.. EndlessLoops()]),
        ["Functions"] = FunctionKernel(),
    };

    /// <summary>A value of a type that is not constant.</summary>
    private static Expr Some(IrType type)
    {
        Expr scalar = type.Scalar switch
        {
            ScalarKind.Bool => Relu,
            ScalarKind.Int => LoadInt(X),
            ScalarKind.UInt => new Ir.Convert(IrType.UInt, LoadInt(X)),
            _ => LoadFloat(X),
        };
        return type.IsScalar ? scalar : new Splat(type, scalar);
    }

    private static IEnumerable<Stmt> Literals()
    {
        foreach (var value in new[] { 0, 1, -1, int.MinValue, int.MaxValue }) yield return Use(Lit(value));
        foreach (var value in new[] { 0u, 7u, uint.MaxValue }) yield return Use(Lit(value));
        float[] floats =
        [
            0, -0f, 0.1f, -2.5f, 1e-20f, 3e38f, float.Epsilon, 1e-40f, float.PositiveInfinity, float.NegativeInfinity,
            float.NaN,
        ];
        foreach (var value in floats) yield return Use(Lit(value));
        yield return Use(Lit(true));
        yield return Use(Lit(false));
        yield return Use(Vector(IrType.Float4, Lit(1f), Lit(2f), Lit(3f), Lit(4f)));
        yield return Use(new Splat(IrType.UInt2, Lit(5u)));
    }

    private static IEnumerable<Stmt> Builtins() =>
        from builtin in Enum.GetValues<Builtin>()
        from axis in new[] { 0, 1, 2 }
        select Use(new BuiltinRef(builtin, axis));

    private static IEnumerable<Stmt> Operators()
    {
        foreach (var type in Integers)
        {
            for (var op = BinaryOp.Add; op <= BinaryOp.ShiftRight; op++) yield return Use(Bin(op, Some(type), Some(type)));
            yield return Use(new Unary(UnaryOp.Negate, Some(type)));
            yield return Use(new Unary(UnaryOp.Complement, Some(type)));
        }

        foreach (var type in Floating)
        {
            for (var op = BinaryOp.Add; op <= BinaryOp.Divide; op++) yield return Use(Bin(op, Some(type), Some(type)));
            yield return Use(new Unary(UnaryOp.Negate, Some(type)));
        }

        foreach (var type in new[] { IrType.Int, IrType.UInt, IrType.Float })
        {
            for (var op = BinaryOp.Equal; op <= BinaryOp.GreaterOrEqual; op++)
                yield return Use(Bin(op, Some(type), Some(type)));
        }

        BinaryOp[] truthOps = [BinaryOp.And, BinaryOp.Or, BinaryOp.Xor, BinaryOp.Equal, BinaryOp.NotEqual];
        foreach (var op in truthOps) yield return Use(Bin(op, Relu, Less(X, Width)));
        yield return Use(new Unary(UnaryOp.Not, Relu));
    }

    private static IEnumerable<Stmt> LazyOperators()
    {
        var cheap = Less(X, Width);
        var dear = Less(LoadInt(X), Width);
        var divides = Less(Bin(BinaryOp.Divide, Width, X), Lit(3));
        foreach (var op in new[] { BinaryOp.LogicalAnd, BinaryOp.LogicalOr })
        {
            yield return Use(Bin(op, Relu, cheap));
            yield return Use(Bin(op, cheap, dear));
            yield return Use(Bin(op, Bin(op, dear, dear), Bin(op, cheap, divides)));
        }

        yield return Use(new Select(cheap, Lit(1), Width));
        yield return Use(new Select(cheap, LoadInt(X), Width));
        yield return Use(new Select(dear, new Select(cheap, LoadInt(Lit(2)), Lit(3)), LoadInt(Lit(1))));
        yield return Use(new Select(cheap, new Splat(IrType.Float4, Scale), new Splat(IrType.Float4, Lit(0f))));
        yield return Use(new Select(cheap, Some(IrType.Float4), new Splat(IrType.Float4, Scale)));
    }

    private static IEnumerable<Stmt> Conversions()
    {
        var numbers = Integers.Concat(Floating).ToArray();
        foreach (var from in numbers)
        {
            foreach (var to in numbers.Where(t => t.Width == from.Width))
                yield return Use(new Ir.Convert(to, Some(from)));
        }

        foreach (var to in new[] { IrType.Int, IrType.UInt, IrType.Float }) yield return Use(new Ir.Convert(to, Relu));
    }

    private static IEnumerable<Stmt> Vectors()
    {
        foreach (var type in Integers.Concat(Floating).Where(t => !t.IsScalar))
        {
            yield return Use(new Splat(type, Some(type.Component)));
            yield return Use(Vector(type, [.. Enumerable.Repeat(Some(type.Component), type.Width)]));
            yield return Use(new Component(Some(type), type.Width - 1));
            yield return Use(new DynamicComponent(Some(type), Bin(BinaryOp.And, X, Lit(type.Width - 1))));
        }

        var vector = Some(IrType.Float4);
        yield return Use(Bin(BinaryOp.Multiply, vector, new Splat(IrType.Float4, Scale)));
        yield return Use(Bin(BinaryOp.Multiply, new Splat(IrType.Float4, Scale), vector));
        yield return Use(Bin(BinaryOp.Multiply, Some(IrType.Int4), new Splat(IrType.Int4, Width)));
    }

    private static IEnumerable<Stmt> Intrinsics()
    {
        foreach (var type in Floating)
        {
            var a = Some(type);
            yield return Use(Call(type, IntrinsicOp.MulAdd, a, a, a));
            for (var op = IntrinsicOp.Abs; op <= IntrinsicOp.Tanh; op++) yield return Use(Call(type, op, a));
            yield return Use(Call(type, IntrinsicOp.Pow, a, a));
            if (!type.IsScalar) yield return Use(Call(IrType.Float, IntrinsicOp.Dot, a, a));
        }

        foreach (var type in Integers.Concat(Floating))
        {
            var a = Some(type);
            yield return Use(Call(type, IntrinsicOp.Min, a, a));
            yield return Use(Call(type, IntrinsicOp.Max, a, a));
            yield return Use(Call(type, IntrinsicOp.Clamp, a, a, a));
        }

        foreach (var type in Integers)
        {
            yield return Use(Call(type, IntrinsicOp.MulHigh, Some(type), Some(type)));
            if (type.Scalar == ScalarKind.Int) yield return Use(Call(type, IntrinsicOp.Abs, Some(type)));
        }

        IrType[] scalars = [IrType.Int, IrType.UInt, IrType.Float];
        foreach (var from in scalars)
        {
            foreach (var to in scalars) yield return Use(Call(to, IntrinsicOp.BitCast, Some(from)));
        }

        yield return Use(Call(IrType.Int, IntrinsicOp.LeadingZeroCount, Some(IrType.UInt)));
        yield return Use(Call(IrType.UInt, IntrinsicOp.PackHalf2, Some(IrType.Float2)));
        yield return Use(Call(IrType.Float2, IntrinsicOp.UnpackHalf2, Some(IrType.UInt)));
        yield return Use(Call(IrType.UInt2, IntrinsicOp.PackHalf4, Some(IrType.Float4)));
        yield return Use(Call(IrType.Float4, IntrinsicOp.UnpackHalf4, new BufferLoad(IrType.UInt2, Halves, X)));
        yield return Use(Call(IrType.Float4, IntrinsicOp.RoundHalf4, Some(IrType.Float4)));
    }

    private static IEnumerable<Stmt> Memory()
    {
        var texel = new TexelFetch(IrType.Float4, Texture, X, Lit(2), Width);
        var weights = new LocalArray("weights", IrType.Float4, Lit(8));
        var flags = new LocalArray("flags", IrType.Bool, Lit(3));
        yield return new DeclareArray(weights);
        yield return new DeclareArray(flags);
        yield return new ArrayStore(weights, X, texel);
        yield return new ArrayStore(flags, Lit(1), Less(X, Width));
        yield return new SharedStore(Tile, new BuiltinRef(Builtin.LocalId, 0), new ArrayLoad(weights, Lit(3)));
        yield return new Ir.Barrier();
        yield return new ImageStore(HalfImage, X, Lit(0), Width, new SharedLoad(Tile, Lit(0)));
        yield return new ImageStore(FloatImage, X, Lit(0), Width, new Splat(IrType.Float4, Scale));
        yield return If(new ArrayLoad(flags, X), new DeclareArray(weights), Use(new ArrayLoad(weights, X)));
    }

    private static IEnumerable<Stmt> Branches()
    {
        var a = new Local("a", IrType.Int);
        var b = new Local("b", IrType.Int);
        yield return new Declare(a, Value: null);
        yield return new Declare(b, Ref(a));
        yield return IfElse(Less(X, Width), new Assign(a, Lit(1)), new Assign(a, Lit(2)));
        yield return If(Less(LoadInt(X), Width), If(Relu, new Return(null), StoreInt(Lit(99))), StoreInt(Ref(a)));
        yield return If(Relu);
        yield return IfElse(Relu, StoreInt(Ref(b)), new Return(null));
        yield return IfElse(Less(X, Lit(9)), IfElse(Relu, new Return(null), new Return(null)), new Return(null));
        yield return StoreInt(Lit(100));
    }

    private static IEnumerable<Stmt> Loops()
    {
        yield return new Declare(Sum, new Splat(IrType.Float4, Lit(0f)));
        yield return For(
            I,
            Width,
            If(Bin(BinaryOp.Equal, Ref(I), Lit(3)), new Continue()),
            For(J, Lit(4), If(Less(Ref(I), Ref(J)), new Break()), new Assign(Sum, Add(Ref(Sum), Some(IrType.Float4)))),
            If(Less(Lit(7), Ref(I)), new Assign(I, Add(Ref(I), Lit(2))), new Continue(), new Break()));
        yield return While(
            Bin(BinaryOp.LogicalAnd, Relu, Less(LoadInt(X), Width)),
            IfElse(Less(X, Lit(5)), new Break(), new Continue()));
        yield return DoWhile(
            Bin(BinaryOp.LogicalOr, Relu, Less(LoadInt(X), Width)),
            If(Less(X, Lit(5)), new Continue()),
            If(Less(X, Lit(6)), If(Relu, new Return(null)), new Break()));
        yield return DoWhile(Relu, new Break(), StoreInt(Lit(1)));
        yield return While(Relu, new Return(null));
        yield return Use(Ref(Sum));
    }

    private static IEnumerable<Stmt> EndlessLoops()
    {
        yield return While(Lit(true), If(Relu, new Break()), StoreInt(Lit(1)));
        yield return new For(I, Lit(0), Lit(true), Add(Ref(I), Lit(1)), [If(Less(X, Ref(I)), new Break())]);
        yield return DoWhile(Lit(true), If(Less(X, Lit(4)), new Break()), new Continue());
        yield return If(Less(X, Lit(2)), While(Lit(true), StoreInt(Lit(3))), StoreInt(Lit(4)));
        yield return While(Lit(true), new Return(null));
        yield return StoreInt(Lit(5));
    }

    private static KernelIr FunctionKernel()
    {
        var value = new Local("value", IrType.Float4);
        var limit = new Local("limit", IrType.Int);
        var copy = new Local("copy", IrType.Float4);
        var relu = new Function("Relu", [value], IrType.Float4, [new Return(new Select(Relu, Ref(value), Ref(value)))]);
        var search = new Function(
            "Search",
            [limit, value],
            IrType.Int,
            [
                new Declare(copy, new Call(IrType.Float4, "Relu", [Ref(value)])),
                For(I, Ref(limit), If(Less(Lit(1f), new Component(Ref(copy), 2)), new Return(Ref(I)))),
                While(Less(Ref(limit), Lit(9)), new Assign(limit, Add(Ref(limit), Lit(1)))),
                IfElse(Relu, new Return(Ref(limit)), new Return(Lit(-1))),
            ]);
        var store = new Function(
            "Store", [limit], null, [If(Less(Ref(limit), Lit(0)), new Return(null)), StoreInt(Ref(limit))]);
        var forever = new Function("Forever", [], IrType.Bool, [While(Lit(true), If(Relu, new Return(Lit(false))))]);
        return Kernel(
            [relu, search, store, forever],
            new CallStatement("Store", [new Call(IrType.Int, "Search", [X, Some(IrType.Float4)])]),
            If(new Call(IrType.Bool, "Forever", []), new CallStatement("Search", [Lit(4), Some(IrType.Float4)])));
    }
}
