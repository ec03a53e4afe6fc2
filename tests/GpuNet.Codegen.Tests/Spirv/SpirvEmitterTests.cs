using GpuNet.Codegen.Emit;
using GpuNet.Codegen.Ir;
using GpuNet.Shaders;
using static GpuNet.Codegen.Tests.Spirv.IrBuilder;

namespace GpuNet.Codegen.Tests.Spirv;

/// <summary>The emitter's modules are valid, and the same for the same kernel.</summary>
[TestFixture]
public sealed class SpirvEmitterTests
{
    public static IEnumerable<string> Samples => SampleKernels.All.Keys;

    [TestCaseSource(nameof(Samples))]
    public void Sample_is_valid(string sample)
    {
        SpirvTools.Require();
        Assert.That(SpirvTools.Validate(SpirvEmitter.Emit(SampleKernels.All[sample])), Is.Empty);
    }

    [TestCaseSource(nameof(Samples))]
    public void Sample_is_emitted_the_same_again(string sample) =>
        Assert.That(SpirvEmitter.Emit(SampleKernels.All[sample]), Is.EqualTo(SpirvEmitter.Emit(SampleKernels.All[sample])));

    [Test]
    public void Validator_refuses_a_damaged_module()
    {
        SpirvTools.Require();
        var words = SpirvEmitter.Emit(SampleKernels.All["Loops"]);
        words[^1] = 0x0001_00fd; // OpReturn where OpFunctionEnd was.
        Assert.That(SpirvTools.Validate(words), Is.Not.Empty);
    }

    [Test]
    public void Counter_advances_where_every_path_of_the_body_continues()
    {
        var i = new Local("i", IrType.Int);
        var text = Text(For(i, Width, StoreInt(Ref(i)), new Continue()));
        Assert.That(text.Split("OpStore %i ").Length - 1, Is.EqualTo(2), text);
    }

    [Test]
    public void Counter_does_not_advance_where_no_path_continues()
    {
        var i = new Local("i", IrType.Int);
        var text = Text(For(i, Width, StoreInt(Ref(i)), new Break()));
        Assert.That(text.Split("OpStore %i ").Length - 1, Is.EqualTo(1), text);
    }

    [Test]
    public void Local_that_is_not_assigned_again_is_a_value()
    {
        var a = new Local("a", IrType.Int);
        var b = new Local("b", IrType.Int);
        var text = Text(
            new Declare(a, Add(X, Lit(1))), new Declare(b, Add(X, Lit(2))), new Assign(b, Ref(a)), StoreInt(Ref(b)));
        Assert.That(text, Does.Contain("%a = OpIAdd %int %GlobalId_x %int_1\n"));
        Assert.That(text, Does.Contain("%b = OpVariable %ptr_Function_int Function\n"));
    }

    [Test]
    public void Memory_is_read_only_where_a_lazy_operator_asks_for_it()
    {
        Assert.That(Text(Use(Bin(BinaryOp.LogicalAnd, Relu, Less(X, Width)))), Does.Not.Contain("OpPhi"));
        Assert.That(Text(Use(Bin(BinaryOp.LogicalAnd, Relu, Less(LoadInt(X), Width)))), Does.Contain("OpPhi"));
        Assert.That(Text(StoreInt(new Select(Relu, Width, X))), Does.Not.Contain("OpPhi"));
        Assert.That(Text(StoreInt(new Select(Relu, Bin(BinaryOp.Divide, Width, X), X))), Does.Contain("OpPhi"));
    }

    [Test]
    public void Only_late_constants_that_are_used_are_declared() =>
        Assert.That(Text(Use(Scale)), Does.Contain("SpecId 5").And.Not.Contain("SpecId 3"));

    [Test]
    public void Nodes_that_passes_replace_are_refused()
    {
        Expr[] expressions = [new StructuralRef(0), new TensorRead(IrType.Float4, Texture, X, X, X)];
        foreach (var expression in expressions)
        {
            Assert.That(
                () => Text(Use(expression)),
                Throws.InvalidOperationException.With.Message.Contains(expression.GetType().Name));
        }

        Assert.That(
            () => Text(new TensorWrite(Texture, X, X, X, new Splat(IrType.Float4, Scale))),
            Throws.InvalidOperationException.With.Message.Contains("TensorWrite"));
        Assert.That(
            () => Text(new DeclareArray(new LocalArray("a", IrType.Int, Width))),
            Throws.InvalidOperationException.With.Message.Contains("'a'"));
    }

    private static string Text(params Stmt[] body) => SpirvDisassembler.Disassemble(SpirvEmitter.Emit(Kernel(body)));
}
