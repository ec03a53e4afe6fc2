using System;
using System.Collections.Generic;
using System.Linq;
using GpuNet.Codegen.FrontEnd;
using GpuNet.Codegen.Ir;
using GpuNet.Codegen.Passes;

namespace GpuNet.Codegen.Emit;

/// <summary>
/// GLSL ES 3.10. Late constants and the workgroup's extents are macros with defaults, so that the text compiles as it
/// stands; uniforms are the words of one array at location 0; buffers, textures and images are each numbered from 0 in binding order.
/// </summary>
internal sealed class GlslEmitter : CLikeEmitter
{
    private static readonly string[] Axes = ["X", "Y", "Z"];

    private const string UniformArray = "uniforms";

    private readonly HelperUse helpers = new();

    private GlslEmitter(KernelIr kernel)
        : base(kernel) => helpers.Walk(kernel);

    protected override string BarrierStatement => "memoryBarrierShared(); barrier();";

    public static EmittedText Emit(KernelIr kernel, string variant)
    {
        var emitter = new GlslEmitter(kernel);
        emitter.Write(variant);
        return new EmittedText(emitter.Writer.ToString(), emitter.Writer.Origins);
    }

    public override Printed Visit(TexelFetch e) =>
        CallOf("texelFetch", [Kernel.Resources[e.Resource].Name, Coordinates(e.X, e.Y, e.Layer), "0"]);

    public override Printed Visit(BufferLoad e) => Kernel.Resources[e.Resource] is { Binding: BindingType.TexelBuffer } texels
        ? CallOf("texelFetch", [texels.Name, $"{Print(e.Index)}"])
        : base.Visit(e);

    public override void Visit(ImageStore s) =>
        Writer.Line(CallOf("imageStore", [Kernel.Resources[s.Resource].Name, Coordinates(s.X, s.Y, s.Layer), Print(s.Value)]).Text + ";");

    // What a function returns is precise only by way of a variable that is.
    public override void Visit(Return s)
    {
        if (s.Value is null || Qualifier(s.Value.Type).Length == 0)
        {
            base.Visit(s);
            return;
        }

        Writer.Open("");
        Writer.Line($"PRECISE {TypeName(s.Value.Type)} returned = {Print(s.Value)};");
        Writer.Line("return returned;");
        Writer.Close();
    }

    protected override string Qualifier(IrType type) => Kernel.IsPrecise && type.Scalar == ScalarKind.Float ? "PRECISE " : "";

    protected override Printed Remainder(Binary e) => e.Type.Scalar == ScalarKind.UInt
        ? base.Remainder(e)
        : CallOf("remainderOf", [Print(e.Left), Print(e.Right)]);

    // Of all that OpenGL ES 3.1 has, medium precision is what a device may compute in 16 bits.
    protected override string DeclaredType(IrType type) => type.Scalar == ScalarKind.Half ? $"mediump {TypeName(type)}" : TypeName(type);

    protected override string TypeName(IrType type)
    {
        if (type.IsScalar) return type.Scalar == ScalarKind.Half ? "float" : type.ToString();
        var prefix = type.Scalar switch { ScalarKind.Int => "ivec", ScalarKind.UInt => "uvec", _ => "vec" };
        return prefix + type.Width;
    }

    protected override string FloatLiteral(float value) => float.IsNaN(value) || float.IsInfinity(value)
        ? $"uintBitsToFloat({Literal.Of(value).Bits}u)"
        : ShortestFloat(value);

    protected override string BuiltinName(BuiltinRef e) => e.Builtin switch
    {
        Builtin.GlobalId => $"int(gl_GlobalInvocationID.{"xyz"[e.Axis]})",
        Builtin.LocalId => $"int(gl_LocalInvocationID.{"xyz"[e.Axis]})",
        Builtin.GroupId => $"int(gl_WorkGroupID.{"xyz"[e.Axis]})",
        _ => $"WORKGROUP_{Axes[e.Axis]}",
    };

    protected override Printed Intrinsic(Intrinsic e) => e.Op switch
    {
        // ES 3.10 has no fma(); the driver fuses where that is fast.
        IntrinsicOp.MulAdd => Visit(new Binary(
            e.Type, BinaryOp.Add, new Binary(e.Type, BinaryOp.Multiply, e.Arguments[0], e.Arguments[1]), e.Arguments[2])),
        IntrinsicOp.Clamp or IntrinsicOp.Min or IntrinsicOp.Max => CallOf(FunctionName(e.Op, e.Type), WithScalars(e)),
        IntrinsicOp.BitCast => CallOf(BitCast(e.Arguments[0].Type.Scalar, e.Type.Scalar), e.Arguments),
        _ => CallOf(FunctionName(e.Op, e.Arguments[0].Type), e.Arguments),
    };

    protected override string FunctionName(IntrinsicOp op, IrType operand) => op switch
    {
        IntrinsicOp.Min => "min",
        IntrinsicOp.Max => "max",
        IntrinsicOp.Clamp => "clamp",
        IntrinsicOp.Abs => "abs",
        IntrinsicOp.Floor => "floor",
        IntrinsicOp.Ceiling => "ceil",
        IntrinsicOp.RoundEven => "roundEven",
        IntrinsicOp.Sqrt => "sqrt",
        IntrinsicOp.InverseSqrt => "inversesqrt",
        IntrinsicOp.Exp => "exp",
        IntrinsicOp.Log => "log",
        IntrinsicOp.Sin => "sin",
        IntrinsicOp.Cos => "cos",
        IntrinsicOp.Tanh => "tanh",
        IntrinsicOp.Pow => "pow",
        IntrinsicOp.Dot => "dot",
        IntrinsicOp.MulHigh => "mulHigh",
        IntrinsicOp.PackHalf2 => "packHalf2x16",
        IntrinsicOp.UnpackHalf2 => "unpackHalf2",
        IntrinsicOp.LeadingZeroCount => "leadingZeroCount",
        IntrinsicOp.PackHalf4 => "packHalf4",
        IntrinsicOp.UnpackHalf4 => "unpackHalf4",
        IntrinsicOp.RoundHalf4 => "roundHalf4",
        IntrinsicOp.UnpackInt8 => "unpackInt8",
        IntrinsicOp.PackInt8 => "packInt8",
        IntrinsicOp.DotInt8 => "dotInt8",
        _ => throw new InvalidOperationException($"No function of GLSL for {op}."),
    };

    protected override string ZeroArray(LocalArray array, int length)
    {
        var type = TypeName(array.Type);
        var zero = Print(new Splat(array.Type, new Literal(array.Type.Component, 0)));
        return $"{type}[{length}]({string.Join(", ", Enumerable.Repeat(zero, length))})";
    }

    protected override IEnumerable<string> ExtraArguments(string function) => [];

    protected override IEnumerable<string> ExtraParameters(string function) => [];

    private static string BitCast(ScalarKind from, ScalarKind to) => (from, to) switch
    {
        (ScalarKind.Float, ScalarKind.Int) => "floatBitsToInt",
        (ScalarKind.Float, ScalarKind.UInt) => "floatBitsToUint",
        (ScalarKind.Int, ScalarKind.Float) => "intBitsToFloat",
        (ScalarKind.UInt, ScalarKind.Float) => "uintBitsToFloat",
        _ => throw new InvalidOperationException($"No bit cast from {from} to {to}."),
    };

    // min, max and clamp of a vector take scalars for the other operands.
    private IEnumerable<string> WithScalars(Intrinsic e)
    {
        var others = e.Arguments.Skip(1).ToArray();
        var allSplats = others.All(a => a is Splat);
        return new[] { Print(e.Arguments[0]) }.Concat(others.Select(a => allSplats ? Print(((Splat)a).Operand) : Print(a)));
    }

    private string Coordinates(Expr x, Expr y, Expr layer) => $"ivec3({Print(x)}, {Print(y)}, {Print(layer)})";

    private void Write(string variant)
    {
        Writer.Line("#version 310 es");
        Writer.Line($"// {Kernel.Name} {variant}: generated by GpuNet from C#.");
        if (Kernel.IsPrecise)
        {
            Writer.Line("#ifdef GL_EXT_gpu_shader5");
            Writer.Line("#extension GL_EXT_gpu_shader5 : enable");
            Writer.Line("#define PRECISE precise");
            Writer.Line("#else");
            Writer.Line("#define PRECISE");
            Writer.Line("#endif");
        }

        if (Kernel.Resources.Any(r => r.Binding == BindingType.TexelBuffer)) Writer.Line("#extension GL_EXT_texture_buffer : require");
        Writer.Line("precision highp float;");
        Writer.Line("precision highp int;");
        Writer.Line();
        for (var axis = 0; axis < 3; axis++) WriteMacro($"WORKGROUP_{Axes[axis]}", Kernel.Workgroup[axis].ToString());
        foreach (var constant in Kernel.LateConstants) WriteMacro(constant.Name, DefaultOf(constant.Type));
        Writer.Line();
        WriteUniforms();
        Writer.Line("layout(local_size_x = WORKGROUP_X, local_size_y = WORKGROUP_Y, local_size_z = WORKGROUP_Z) in;");
        Writer.Line();
        WriteResources();
        foreach (var array in Kernel.SharedArrays) Writer.Line($"shared {DeclaredType(array.Type)} {array.Name}[{array.Length}];");
        if (!Kernel.SharedArrays.IsEmpty) Writer.Line();
        WriteHelpers();
        WriteFunctions();
        Writer.Origin = Kernel.Line;
        Writer.Open("void main()");
        Write(Kernel.Body);
        Writer.Close();
    }

    private static string DefaultOf(IrType type) => type.Scalar switch
    {
        ScalarKind.Bool => "true",
        ScalarKind.UInt => "1u",
        ScalarKind.Float => "1.0",
        _ => "1",
    };

    private void WriteMacro(string name, string value)
    {
        Writer.Line($"#ifndef {name}");
        Writer.Line($"#define {name} {value}");
        Writer.Line("#endif");
    }

    // Words of one array, so that one call sets them all.
    private void WriteUniforms()
    {
        const int wordsOfVector = 4;
        KernelScalar[] uniforms = [.. Kernel.Uniforms];
        if (uniforms.Length == 0) return;
        Writer.Line($"layout(location = 0) uniform ivec4 {UniformArray}[{(uniforms.Length + wordsOfVector - 1) / wordsOfVector}];");
        for (var i = 0; i < uniforms.Length; i++)
        {
            var word = $"{UniformArray}[{i / wordsOfVector}].{"xyzw"[i % wordsOfVector]}";
            Writer.Line($"#define {uniforms[i].Name} " + uniforms[i].Type.Scalar switch
            {
                ScalarKind.Bool => $"({word} != 0)",
                ScalarKind.UInt => $"uint({word})",
                ScalarKind.Float => $"intBitsToFloat({word})",
                _ => word,
            });
        }

        Writer.Line();
    }

    private void WriteResources()
    {
        var next = new Dictionary<BindingType, int>();
        foreach (var resource in Kernel.Resources)
        {
            next.TryGetValue(resource.Binding, out var binding);
            next[resource.Binding] = binding + 1;
            Writer.Line(resource.Binding switch
            {
                BindingType.StorageBuffer =>
                    $"layout(std430, binding = {binding}) {(resource.IsWritten ? "" : "readonly ")}buffer {resource.Name}{Names.BlockSuffix} " +
                    $"{{ {TypeName(resource.Element)} {resource.Name}[]; }};",
                BindingType.SampledTexture =>
                    $"layout(binding = {binding}) uniform highp {Prefix(resource)}sampler2DArray {resource.Name};",
                BindingType.TexelBuffer =>
                    $"layout(binding = {binding}) uniform highp {Prefix(resource)}samplerBuffer {resource.Name};",
                _ => $"layout(binding = {binding}, {ImageFormat(resource.Format)}) " +
                    $"writeonly uniform highp {Prefix(resource)}image2DArray {resource.Name};",
            });
        }

        Writer.Line();
    }

    private static string Prefix(Resource resource) => resource.Element.Scalar switch
    {
        ScalarKind.Int => "i",
        ScalarKind.UInt => "u",
        _ => "",
    };

    private static string ImageFormat(TexelFormat format) => format switch
    {
        TexelFormat.Float16 => "rgba16f",
        TexelFormat.Int8 => "r32ui",
        TexelFormat.Int32 => "rgba32i",
        _ => "rgba32f",
    };

    private void WriteHelpers()
    {
        if (helpers.Remainder)
        {
            // % of a negative operand is undefined in GLSL ES.
            WriteHelper("int remainderOf(int a, int b)", "return a - (a / b) * b;");
        }

        if (helpers.MulHighInt) WriteHelper("int mulHigh(int a, int b)", "int high, low;", "imulExtended(a, b, high, low);", "return high;");
        if (helpers.MulHighUInt) WriteHelper("uint mulHigh(uint a, uint b)", "uint high, low;", "umulExtended(a, b, high, low);", "return high;");
        // What unpackHalf2x16 and findMSB return is of medium and low precision, and so is what is computed from it; a
        // function of the shader's own has the shader's precision.
        if (helpers.Uses(IntrinsicOp.UnpackHalf2)) WriteHelper("vec2 unpackHalf2(uint bits)", "return unpackHalf2x16(bits);");
        if (helpers.Uses(IntrinsicOp.LeadingZeroCount)) WriteHelper("int leadingZeroCount(uint value)", "int highest = findMSB(value);", "return 31 - highest;");
        if (helpers.Uses(IntrinsicOp.UnpackHalf4)) WriteHelper("vec4 unpackHalf4(uvec2 bits)", "return vec4(unpackHalf2x16(bits.x), unpackHalf2x16(bits.y));");
        if (helpers.Uses(IntrinsicOp.UnpackInt8) || helpers.Uses(IntrinsicOp.DotInt8))
        {
            WriteHelper(
                "ivec4 unpackInt8(uint word)",
                "int bits = int(word);",
                "return ivec4(bits << 24, bits << 16, bits << 8, bits) >> 24;");
        }

        if (helpers.Uses(IntrinsicOp.PackInt8))
        {
            WriteHelper(
                "uint packInt8(ivec4 value)",
                "uvec4 bytes = uvec4(value) & 255u;",
                "return bytes.x | (bytes.y << 8) | (bytes.z << 16) | (bytes.w << 24);");
        }

        if (helpers.Uses(IntrinsicOp.DotInt8))
        {
            WriteHelper(
                "int dotInt8(uint a, uint b)",
                "ivec4 products = unpackInt8(a) * unpackInt8(b);",
                "return products.x + products.y + products.z + products.w;");
        }

        if (helpers.Uses(IntrinsicOp.RoundHalf4))
        {
            // In integers, as drivers take packing and unpacking for nothing. Below the normal halves they lie evenly, above them is infinity.
            WriteHelper(
                "vec4 roundHalf4(vec4 value)",
                "uvec4 bits = floatBitsToUint(value);",
                $"vec4 normal = uintBitsToFloat((bits + {HalfRounding.JustBelowHalf}u + ((bits >> {HalfRounding.LostBits}) & 1u)) & {HalfRounding.KeptBits}u);",
                $"vec4 small = roundEven(value * {ShortestFloat(HalfRounding.SmallScale)}) * {ShortestFloat(1 / HalfRounding.SmallScale)};",
                "vec4 size = abs(value);",
                $"vec4 finite = mix(normal, small, lessThan(size, vec4({ShortestFloat(HalfRounding.LeastNormal)})));",
                $"return mix(value * {ShortestFloat(float.MaxValue)}, finite, lessThan(size, vec4({ShortestFloat(HalfRounding.Overflow)})));");
        }

        if (helpers.Uses(IntrinsicOp.PackHalf4)) WriteHelper("uvec2 packHalf4(vec4 value)", "return uvec2(packHalf2x16(value.xy), packHalf2x16(value.zw));");
    }

    private void WriteHelper(string signature, params string[] lines)
    {
        Writer.Open(signature);
        foreach (var line in lines) Writer.Line(line);
        Writer.Close();
        Writer.Line();
    }

    /// <summary>Which helper functions the kernel needs.</summary>
    private sealed class HelperUse : IrWalker
    {
        private readonly HashSet<IntrinsicOp> intrinsics = [];

        public bool Remainder { get; private set; }

        public bool MulHighInt { get; private set; }

        public bool MulHighUInt { get; private set; }

        public bool Uses(IntrinsicOp op) => intrinsics.Contains(op);

        public override void Walk(Expr expression)
        {
            switch (expression)
            {
                case Binary { Op: BinaryOp.Remainder, Type.Scalar: ScalarKind.Int }:
                    Remainder = true;
                    break;
                case Intrinsic { Op: IntrinsicOp.MulHigh } e:
                    MulHighInt |= e.Type == IrType.Int;
                    MulHighUInt |= e.Type == IrType.UInt;
                    break;
                case Intrinsic e:
                    intrinsics.Add(e.Op);
                    break;
            }

            base.Walk(expression);
        }
    }
}
