using System;
using System.Collections.Generic;
using System.Linq;
using GpuNet.Codegen.Ir;
using GpuNet.Codegen.Passes;

namespace GpuNet.Codegen.Emit;

/// <summary>
/// MSL 2. Late constants are function constants from 3 on, the workgroup's extents are 0 to 2. Resources are parameters of
/// the kernel, and so is the struct of the uniforms, a word for each, in the buffer behind theirs; a function that uses one gets it handed down.
/// </summary>
internal sealed class MslEmitter : CLikeEmitter
{
    private const string Uniforms = "uniforms";

    private readonly Dictionary<string, SortedSet<string>> uses = [];

    private MslEmitter(KernelIr kernel)
        : base(kernel)
    {
        // Functions stand after those that they call, so one round suffices.
        foreach (var function in kernel.Functions) uses[function.Name] = UsesOf(walker => walker.Walk(function.Body));
        uses[""] = UsesOf(walker => walker.Walk(kernel.Body));
    }

    protected override string BarrierStatement => "threadgroup_barrier(mem_flags::mem_threadgroup);";

    public static EmittedText Emit(KernelIr kernel, string variant)
    {
        var emitter = new MslEmitter(kernel);
        emitter.Write(variant);
        return new EmittedText(emitter.Writer.ToString(), emitter.Writer.Origins);
    }

    public override Printed Visit(ScalarRef e)
    {
        var scalar = Kernel.Scalars[e.Index];
        if (scalar.IsLate) return base.Visit(e);
        var member = $"{Uniforms}.{scalar.Name}";
        return new(scalar.Type == IrType.Bool ? $"({member} != 0u)" : member, Precedence.Primary);
    }

    public override Printed Visit(TexelFetch e) =>
        CallOf($"{Kernel.Resources[e.Resource].Name}.read", [$"uint2({Print(e.X)}, {Print(e.Y)})", $"uint({Print(e.Layer)})"]);

    public override void Visit(ImageStore s)
    {
        string[] arguments = [Print(s.Value), $"uint2({Print(s.X)}, {Print(s.Y)})", $"uint({Print(s.Layer)})"];
        Writer.Line(CallOf($"{Kernel.Resources[s.Resource].Name}.write", arguments).Text + ";");
    }

    protected override string TypeName(IrType type) =>
        type.IsScalar ? type.ToString() : type.Component.ToString() + type.Width;

    protected override string FloatLiteral(float value) => float.IsNaN(value) || float.IsInfinity(value)
        ? $"as_type<float>({Literal.Of(value).Bits}u)"
        : ShortestFloat(value) + "f";

    protected override string HalfLiteral(float value) => $"half({FloatLiteral(value)})";

    protected override string BuiltinName(BuiltinRef e) => e.Builtin switch
    {
        Builtin.GlobalId => $"int(global_id.{"xyz"[e.Axis]})",
        Builtin.LocalId => $"int(local_id.{"xyz"[e.Axis]})",
        Builtin.GroupId => $"int(group_id.{"xyz"[e.Axis]})",
        _ => $"workgroup_{"xyz"[e.Axis]}",
    };

    protected override Printed Intrinsic(Intrinsic e) => e.Op switch
    {
        IntrinsicOp.BitCast => CallOf($"as_type<{TypeName(e.Type)}>", e.Arguments),
        IntrinsicOp.LeadingZeroCount => CallOf("int", [$"clz({Print(e.Arguments[0])})"]),
        IntrinsicOp.PackHalf2 => CallOf("as_type<uint>", [$"half2({Print(e.Arguments[0])})"]),
        IntrinsicOp.UnpackHalf2 => CallOf("float2", [$"as_type<half2>({Print(e.Arguments[0])})"]),
        IntrinsicOp.UnpackInt8 => CallOf("int4", [$"as_type<char4>({Print(e.Arguments[0])})"]),
        IntrinsicOp.PackInt8 => CallOf("as_type<uint>", [$"char4({Print(e.Arguments[0])})"]),
        IntrinsicOp.PackHalf4 => CallOf("as_type<uint2>", [$"half4({Print(e.Arguments[0])})"]),
        IntrinsicOp.RoundHalf4 => CallOf("float4", [$"half4({Print(e.Arguments[0])})"]),
        IntrinsicOp.UnpackHalf4 => CallOf("float4", [$"as_type<half4>({Print(e.Arguments[0])})"]),
        _ => CallOf(FunctionName(e.Op, e.Arguments[0].Type), e.Arguments),
    };

    protected override string FunctionName(IntrinsicOp op, IrType operand) => op switch
    {
        IntrinsicOp.MulAdd => "fma",
        IntrinsicOp.Min => "min",
        IntrinsicOp.Max => "max",
        IntrinsicOp.Clamp => "clamp",
        IntrinsicOp.Abs => "abs",
        IntrinsicOp.Floor => "floor",
        IntrinsicOp.Ceiling => "ceil",
        IntrinsicOp.RoundEven => "rint",
        IntrinsicOp.Sqrt => "sqrt",
        IntrinsicOp.InverseSqrt => "rsqrt",
        IntrinsicOp.Exp => "exp",
        IntrinsicOp.Log => "log",
        IntrinsicOp.Sin => "sin",
        IntrinsicOp.Cos => "cos",
        IntrinsicOp.Tanh => "tanh",
        IntrinsicOp.Pow => "pow",
        IntrinsicOp.Dot => "dot",
        IntrinsicOp.MulHigh => "mulhi",
        IntrinsicOp.DotInt8 => "dotInt8",
        _ => throw new InvalidOperationException($"No function of MSL for {op}."),
    };

    protected override string ZeroArray(LocalArray array, int length) => "{}";

    protected override IEnumerable<string> ExtraArguments(string function) => uses[function];

    protected override IEnumerable<string> ExtraParameters(string function) => uses[function].Select(Parameter);

    private void Write(string variant)
    {
        Writer.Line($"// {Kernel.Name} {variant}: generated by GpuNet from C#.");
        Writer.Line("#include <metal_stdlib>");
        Writer.Line("using namespace metal;");
        if (Kernel.IsPrecise) Writer.Line("#pragma METAL fp contract(off)");
        Writer.Line();
        for (var axis = 0; axis < 3; axis++) Writer.Line($"constant int workgroup_{"xyz"[axis]} [[function_constant({axis})]];");
        var next = 3;
        foreach (var constant in Kernel.LateConstants) Writer.Line($"constant {TypeName(constant.Type)} {constant.Name} [[function_constant({next++})]];");
        Writer.Line();
        WriteUniforms();
        if (NodeFinder.Has<Intrinsic>(Kernel, e => e.Op == IntrinsicOp.DotInt8)) WriteDotInt8();
        WriteFunctions();
        Writer.Origin = Kernel.Line;
        WriteSignature();
        foreach (var array in Kernel.SharedArrays) Writer.Line($"threadgroup {TypeName(array.Type)} {array.Name}[{array.Length}];");
        Write(Kernel.Body);
        Writer.Close();
    }

    // A truth value takes a byte in a struct of MSL.
    private void WriteUniforms()
    {
        if (!Kernel.Uniforms.Any()) return;
        Writer.Open("struct Uniforms");
        foreach (var uniform in Kernel.Uniforms) Writer.Line($"{TypeName(uniform.Type == IrType.Bool ? IrType.UInt : uniform.Type)} {uniform.Name};");
        Writer.Close(";");
        Writer.Line();
    }

    private void WriteDotInt8()
    {
        Writer.Open("int dotInt8(uint a, uint b)");
        Writer.Line("int4 products = int4(as_type<char4>(a)) * int4(as_type<char4>(b));");
        Writer.Line("return products.x + products.y + products.z + products.w;");
        Writer.Close();
        Writer.Line();
    }

    private void WriteSignature()
    {
        var buffers = 0;
        var textures = 0;
        var parameters = Kernel.Resources
            .Select(r => Parameter(r.Name) + (r.Binding == BindingType.StorageBuffer ? $" [[buffer({buffers++})]]" : $" [[texture({textures++})]]"))
            .ToList();
        if (uses[""].Contains(Uniforms)) parameters.Add($"{Parameter(Uniforms)} [[buffer({buffers})]]");
        parameters.AddRange(BuiltinsOf(uses[""]).Select(name => $"{Parameter(name)} [[{Attribute(name)}]]"));
        Writer.Line($"kernel void {Kernel.Name}(");
        Writer.Open("    " + string.Join(",\n    ", parameters) + ")");
    }

    private static IEnumerable<string> BuiltinsOf(IEnumerable<string> names) => names.Where(name => name is "global_id" or "local_id" or "group_id");

    private static string Attribute(string builtin) => builtin switch
    {
        "global_id" => "thread_position_in_grid",
        "local_id" => "thread_position_in_threadgroup",
        _ => "threadgroup_position_in_grid",
    };

    private string Parameter(string name)
    {
        foreach (var resource in Kernel.Resources)
        {
            if (resource.Name != name) continue;
            return resource.Binding switch
            {
                BindingType.StorageBuffer => $"device {(resource.IsWritten ? "" : "const ")}{TypeName(resource.Element)}* {name}",
                BindingType.SampledTexture => $"texture2d_array<{resource.Element.Component}, access::read> {name}",
                _ => $"texture2d_array<{resource.Element.Component}, access::write> {name}",
            };
        }

        foreach (var array in Kernel.SharedArrays)
        {
            if (array.Name == name) return $"threadgroup {TypeName(array.Type)}* {name}";
        }

        return name == Uniforms ? $"constant Uniforms& {name}" : $"uint3 {name}";
    }

    private SortedSet<string> UsesOf(Action<UseWalker> walk)
    {
        var walker = new UseWalker(Kernel, uses);
        walk(walker);
        return walker.Names;
    }

    /// <summary>The resources, shared arrays and builtins that a body needs, those of the functions that it calls included.</summary>
    private sealed class UseWalker(KernelIr kernel, Dictionary<string, SortedSet<string>> functions) : IrWalker
    {
        public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

        public override void Walk(Stmt statement)
        {
            switch (statement)
            {
                case BufferStore s:
                    Names.Add(kernel.Resources[s.Resource].Name);
                    break;
                case ImageStore s:
                    Names.Add(kernel.Resources[s.Resource].Name);
                    break;
                case SharedStore s:
                    Names.Add(s.Array.Name);
                    break;
                case CallStatement s:
                    Names.UnionWith(functions[s.Function]);
                    break;
            }

            base.Walk(statement);
        }

        public override void Walk(Expr expression)
        {
            switch (expression)
            {
                case BufferLoad e:
                    Names.Add(kernel.Resources[e.Resource].Name);
                    break;
                case TexelFetch e:
                    Names.Add(kernel.Resources[e.Resource].Name);
                    break;
                case SharedLoad e:
                    Names.Add(e.Array.Name);
                    break;
                case ScalarRef e when !kernel.Scalars[e.Index].IsLate:
                    Names.Add(Uniforms);
                    break;
                case Call e:
                    Names.UnionWith(functions[e.Function]);
                    break;
                case BuiltinRef { Builtin: not Builtin.GroupSize } e:
                    Names.Add(e.Builtin switch { Builtin.GlobalId => "global_id", Builtin.LocalId => "local_id", _ => "group_id" });
                    break;
            }

            base.Walk(expression);
        }
    }
}
