using System;
using System.Collections.Generic;
using System.Linq;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Emit;

/// <summary>The IR as text, for people and to tell whether it has changed.</summary>
internal sealed class IrPrinter : CLikeEmitter
{
    private IrPrinter(KernelIr kernel)
        : base(kernel)
    {
    }

    protected override string BarrierStatement => "barrier;";

    public static string Print(KernelIr kernel)
    {
        var printer = new IrPrinter(kernel);
        printer.Write();
        return printer.Writer.ToString();
    }

    public override Printed Visit(StructuralRef e) => new(Kernel.Structural[e.Index].Name, Precedence.Primary);

    public override Printed Visit(TensorRead e) => CallOf($"{Kernel.Resources[e.Resource].Name}.read", [e.X, e.Y, e.Layer]);

    public override Printed Visit(TexelFetch e) => CallOf($"{Kernel.Resources[e.Resource].Name}.fetch", [e.X, e.Y, e.Layer]);

    public override void Visit(TensorWrite s) =>
        Writer.Line(CallOf($"{Kernel.Resources[s.Resource].Name}.write", [s.X, s.Y, s.Layer, s.Value]).Text + ";");

    public override void Visit(ImageStore s) =>
        Writer.Line(CallOf($"{Kernel.Resources[s.Resource].Name}.store", [s.X, s.Y, s.Layer, s.Value]).Text + ";");

    public override void Visit(DeclareArray s) => Writer.Line($"{s.Array.Type} {s.Array.Name}[{Print(s.Array.Length)}];");

    protected override string TypeName(IrType type) => type.ToString();

    protected override string FloatLiteral(float value) => $"{value:R}f";

    protected override string FunctionName(IntrinsicOp op, IrType operand) => op.ToString();

    protected override Printed Intrinsic(Intrinsic e) => CallOf($"{e.Op}<{e.Type}>", e.Arguments);

    protected override string BuiltinName(BuiltinRef e) => $"{e.Builtin}.{"xyz"[e.Axis]}";

    protected override string ZeroArray(LocalArray array, int length) => throw new InvalidOperationException("Arrays are printed whole.");

    protected override IEnumerable<string> ExtraArguments(string function) => [];

    protected override IEnumerable<string> ExtraParameters(string function) => [];

    private void Write()
    {
        Writer.Line($"kernel {Kernel.Name} workgroup {string.Join("x", Kernel.Workgroup)} formats {string.Join(" ", Kernel.Formats)}{(Kernel.IsPrecise ? " precise" : "")}");
        foreach (var resource in Kernel.Resources) Writer.Line(resource.ToString());
        foreach (var scalar in Kernel.Scalars) Writer.Line($"{(scalar.IsLate ? "late" : "uniform")} {scalar.Type} {scalar.Name}");
        foreach (var parameter in Kernel.Structural) Writer.Line($"structural {parameter.Name} in {string.Join(", ", parameter.Values)}");
        foreach (var array in Kernel.SharedArrays) Writer.Line($"shared {array.Type} {array.Name}[{array.Length}]");
        WriteFunctions();
        Writer.Open("");
        Write(Kernel.Body);
        Writer.Close();
    }
}
