using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Turns reads and writes of tensors into those of one storage: elements of a buffer, with texel (x, y, layer) at
/// layer * (Height * Width) + (y * Width + x) and small numbers packed into words, texels of a texture array, or texels of a
/// buffer for reading and its elements for writing.
/// </summary>
internal sealed class LowerStorage(TensorAccess access, TexelFormat format, TexelFormat sourceFormat) : IrRewriter
{
    private readonly bool texture = access == TensorAccess.Texture;
    private KernelIr kernel = null!;

    public override KernelIr Rewrite(KernelIr kernel)
    {
        this.kernel = kernel;
        return base.Rewrite(kernel) with { Resources = kernel.Resources.Map(Lower) };
    }

    public override Expr Visit(TensorRead e)
    {
        var (x, y, layer) = (Rewrite(e.X), Rewrite(e.Y), Rewrite(e.Layer));
        var stored = Stored(kernel.Resources[e.Resource]);
        Expr texel = texture
            ? new TexelFetch(stored.Element, e.Resource, x, y, layer)
            : new BufferLoad(stored.Element, e.Resource, Index(e.Resource, x, y, layer));
        // A word lies in the first component of a texel.
        if (IsTexel(kernel.Resources[e.Resource]) && stored.Format == TexelFormat.Int8) texel = new Component(texel, 0);
        return Decode(texel, stored.Format, e.Type, IsTexel(kernel.Resources[e.Resource]));
    }

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        if (statement is not TensorWrite s)
        {
            base.Rewrite(statement, output);
            return;
        }

        var (x, y, layer) = (Rewrite(s.X), Rewrite(s.Y), Rewrite(s.Layer));
        var stored = Stored(kernel.Resources[s.Resource]);
        var value = Encode(Rewrite(s.Value), stored.Format);
        if (!texture)
        {
            output.Add(new BufferStore(s.Resource, Index(s.Resource, x, y, layer), value));
            return;
        }

        if (stored.Format == TexelFormat.Int8) value = new Splat(IrType.UInt4, value);
        output.Add(new ImageStore(s.Resource, x, y, layer, value));
    }

    // What the device itself decodes.
    private bool IsTexel(Resource resource) => texture || (access == TensorAccess.Texels && resource.Kind == ResourceKind.ReadTensor);

    private static Expr Decode(Expr texel, TexelFormat format, IrType type, bool isTexel) => format switch
    {
        TexelFormat.Float16 when !isTexel => new Intrinsic(type, IntrinsicOp.UnpackHalf4, [texel]),
        TexelFormat.Int8 when type == IrType.Float4 =>
            new Convert(type, new Intrinsic(IrType.Int4, IntrinsicOp.UnpackInt8, [texel])),
        _ => texel,
    };

    private Expr Encode(Expr value, TexelFormat format) => format switch
    {
        // An image store may cut off what a half does not hold, where packing rounds; what one does hold, any store keeps.
        TexelFormat.Float16 when texture => new Intrinsic(IrType.Float4, IntrinsicOp.RoundHalf4, [value]),
        TexelFormat.Float16 => new Intrinsic(IrType.UInt2, IntrinsicOp.PackHalf4, [value]),
        TexelFormat.Int8 when value.Type == IrType.Float4 =>
            new Intrinsic(IrType.UInt, IntrinsicOp.PackInt8, [new Convert(IrType.Int4, value)]),
        _ => value,
    };

    // Apart from the layer, a sum that does not change in a loop over slices.
    private Expr Index(int resource, Expr x, Expr y, Expr layer)
    {
        var height = new ScalarRef(IrType.Int, kernel.Resources[resource].HeightScalar);
        var width = new ScalarRef(IrType.Int, kernel.Resources[resource].WidthScalar);
        var pixel = Arithmetic(BinaryOp.Add, Arithmetic(BinaryOp.Multiply, y, width), x);
        return Fold.Expression(Arithmetic(BinaryOp.Add, Arithmetic(BinaryOp.Multiply, layer, Arithmetic(BinaryOp.Multiply, height, width)), pixel));
    }

    private static Binary Arithmetic(BinaryOp op, Expr left, Expr right) => new(IrType.Int, op, left, right);

    private Resource Lower(Resource resource)
    {
        if (!resource.IsTensor) return resource;
        var (element, stored) = Stored(resource);
        var binding = !IsTexel(resource) ? BindingType.StorageBuffer
            : !texture ? BindingType.TexelBuffer
            : resource.Kind == ResourceKind.ReadTensor ? BindingType.SampledTexture
            : BindingType.StorageImage;
        return resource with { Binding = binding, Element = element, Format = stored };
    }

    // Only what reads as floats has a choice of format; words and vectors of integers are stored as they are.
    private (IrType Element, TexelFormat Format) Stored(Resource resource)
    {
        var stored = resource.Element == IrType.UInt ? TexelFormat.Int8
            : resource.Element == IrType.Int4 ? TexelFormat.Int32
            : resource.Kind == ResourceKind.ReadTensor ? sourceFormat
            : format;
        return stored switch
        {
            TexelFormat.Float16 when !IsTexel(resource) => (IrType.UInt2, stored),
            TexelFormat.Int8 => (IsTexel(resource) ? IrType.UInt4 : IrType.UInt, stored),
            TexelFormat.Int32 => (IrType.Int4, stored),
            _ => (IrType.Float4, stored),
        };
    }
}
