using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Turns reads and writes of tensors into those of one storage: elements of a buffer, with texel (x, y, layer) at
/// (layer * Height + y) * Width + x and half floats packed two to a word, or texels of a texture array.
/// </summary>
internal sealed class LowerStorage(bool texture, TexelFormat format) : IrRewriter
{
    private KernelIr kernel = null!;

    public override KernelIr Rewrite(KernelIr kernel)
    {
        this.kernel = kernel;
        return base.Rewrite(kernel) with { Resources = kernel.Resources.Map(Lower) };
    }

    public override Expr Visit(TensorRead e)
    {
        var (x, y, layer) = (Rewrite(e.X), Rewrite(e.Y), Rewrite(e.Layer));
        if (texture) return new TexelFetch(e.Type, e.Resource, x, y, layer);
        var index = Index(e.Resource, x, y, layer);
        return format == TexelFormat.Float16
            ? new Intrinsic(e.Type, IntrinsicOp.UnpackHalf4, [new BufferLoad(IrType.UInt2, e.Resource, index)])
            : new BufferLoad(e.Type, e.Resource, index);
    }

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        if (statement is not TensorWrite s)
        {
            base.Rewrite(statement, output);
            return;
        }

        var (x, y, layer, value) = (Rewrite(s.X), Rewrite(s.Y), Rewrite(s.Layer), Rewrite(s.Value));
        if (texture)
        {
            output.Add(new ImageStore(s.Resource, x, y, layer, value));
            return;
        }

        if (format == TexelFormat.Float16) value = new Intrinsic(IrType.UInt2, IntrinsicOp.PackHalf4, [value]);
        output.Add(new BufferStore(s.Resource, Index(s.Resource, x, y, layer), value));
    }

    private Expr Index(int resource, Expr x, Expr y, Expr layer)
    {
        var name = kernel.Resources[resource].Name;
        var row = Arithmetic(BinaryOp.Add, Arithmetic(BinaryOp.Multiply, layer, Extent(name, "Height")), y);
        return Fold.Expression(Arithmetic(BinaryOp.Add, Arithmetic(BinaryOp.Multiply, row, Extent(name, "Width")), x));
    }

    private LateConstantRef Extent(string resource, string extent)
    {
        var name = LateConstantNames.OfExtent(resource, extent);
        for (var i = 0; i < kernel.LateConstants.Length; i++)
        {
            if (kernel.LateConstants[i].Name == name) return new LateConstantRef(IrType.Int, i);
        }

        throw new System.InvalidOperationException($"{kernel.Name} has no late constant {name}.");
    }

    private static Binary Arithmetic(BinaryOp op, Expr left, Expr right) => new(IrType.Int, op, left, right);

    private Resource Lower(Resource resource)
    {
        if (!resource.IsTensor) return resource;
        if (!texture)
        {
            return resource with
            {
                Binding = BindingType.StorageBuffer,
                Element = format == TexelFormat.Float16 ? IrType.UInt2 : IrType.Float4,
                Format = format,
            };
        }

        var binding = resource.Kind == ResourceKind.ReadTensor ? BindingType.SampledTexture : BindingType.StorageImage;
        return resource with { Binding = binding, Format = format };
    }
}
