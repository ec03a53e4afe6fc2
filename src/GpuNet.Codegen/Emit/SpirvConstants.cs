using System.Linq;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>The constants of a module, each declared at its first use; specialisation constants apart.</summary>
internal sealed class SpirvConstants(SpirvModule module)
{
    public uint Of(int value) => Of(Literal.Of(value));

    public uint Of(uint value) => Of(Literal.Of(value));

    public uint Of(Literal literal)
    {
        var type = module.Types.Of(literal.Type);
        return literal.Type.Scalar switch
        {
            ScalarKind.Bool => module.Constant(literal.AsBool ? Op.ConstantTrue : Op.ConstantFalse, type),
            ScalarKind.Half => module.Constant(Op.Constant, type, HalfRounding.Bits(literal.AsFloat)),
            _ => module.Constant(Op.Constant, type, literal.Bits),
        };
    }

    /// <summary>A number of any scalar type: the bits of <paramref name="value"/> as that type.</summary>
    public uint Number(ScalarKind scalar, int value) =>
        Of(scalar is ScalarKind.Float or ScalarKind.Half ? Literal.Of((float)value) with { Type = new IrType(scalar, 1) } : new Literal(new IrType(scalar, 1), unchecked((uint)value)));

    /// <summary>A vector of constants.</summary>
    public uint Vector(IrType type, params uint[] components) =>
        module.Constant(Op.ConstantComposite, module.Types.Of(type), components);

    /// <summary>A vector whose components are all the same constant.</summary>
    public uint Splat(IrType type, uint component) =>
        Vector(type, [.. Enumerable.Repeat(component, type.Width)]);

    /// <summary>All bits zero, of any type.</summary>
    public uint Null(uint type) => module.Constant(Op.ConstantNull, type);

    /// <summary>A specialisation constant.</summary>
    /// <param name="specId">Its number for whoever makes a pipeline.</param>
    /// <param name="name">Its name for those who read the module.</param>
    /// <param name="scalar">Its type.</param>
    /// <param name="value">What it is if nobody sets it; true for truth values.</param>
    public uint Specialisation(int specId, string name, ScalarKind scalar, int value)
    {
        var type = module.Types.Of(new IrType(scalar, 1));
        var bits = scalar == ScalarKind.Float ? Literal.Of((float)value).Bits : unchecked((uint)value);
        var id = scalar == ScalarKind.Bool
            ? module.Global(Op.SpecConstantTrue, type)
            : module.Global(Op.SpecConstant, type, bits);
        module.Decorate(id, Decoration.SpecId, (uint)specId);
        module.Name(id, name);
        return id;
    }
}
