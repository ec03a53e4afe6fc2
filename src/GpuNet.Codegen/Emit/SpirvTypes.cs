using System;
using System.Collections.Generic;
using System.Linq;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>The types of a module, each declared at its first use.</summary>
internal sealed class SpirvTypes(SpirvModule module)
{
    public uint Void => module.Type(Op.TypeVoid);

    public uint Bool => Of(IrType.Bool);

    public uint Int => Of(IrType.Int);

    public uint UInt => Of(IrType.UInt);

    /// <summary>The scalar or vector that a type of the IR stands for.</summary>
    public uint Of(IrType type) => type.IsScalar ? Scalar(type.Scalar) : Vector(type.Scalar, type.Width);

    /// <summary>A vector; three components occur in coordinates only.</summary>
    public uint Vector(ScalarKind scalar, int width) => module.Type(Op.TypeVector, Scalar(scalar), (uint)width);

    public uint Pointer(StorageClass storageClass, uint pointee) =>
        module.Type(Op.TypePointer, (uint)storageClass, pointee);

    /// <summary>An array without a layout, for variables of an invocation or a workgroup.</summary>
    public uint Array(uint element, int length) =>
        module.Type(Op.TypeArray, element, module.Constants.Of((uint)length));

    /// <summary>Two numbers of the same type: the result of an extended multiplication.</summary>
    public uint Pair(uint element) => module.Type(Op.TypeStruct, element, element);

    public uint Function(uint returnType, params uint[] parameters) =>
        module.Type(Op.TypeFunction, [returnType, .. parameters]);

    /// <summary>The contents of a storage buffer: a block with a runtime array, shared by all buffers of these elements.</summary>
    public uint BufferBlock(IrType element)
    {
        if (element.Scalar == ScalarKind.Bool)
            throw new InvalidOperationException("A storage buffer cannot hold truth values.");
        var array = module.Type(Op.TypeRuntimeArray, [Of(element)], out var isNew);
        var block = module.Type(Op.TypeStruct, array);
        if (!isNew) return block;
        module.Decorate(array, Decoration.ArrayStride, (uint)element.ByteLength);
        module.Decorate(block, Decoration.Block);
        module.DecorateMember(block, 0, Decoration.Offset, 0);
        module.Name(block, $"{element}_buffer");
        module.MemberName(block, 0, "elements");
        return block;
    }

    /// <summary>A block of scalars, one in each word.</summary>
    public uint UniformBlock(IReadOnlyList<string> names, IReadOnlyList<IrType> types)
    {
        var block = module.Type(Op.TypeStruct, [.. types.Select(Of)], out var isNew);
        if (!isNew) throw new InvalidOperationException("A module has one block of uniforms.");
        module.Decorate(block, Decoration.Block);
        module.Name(block, "Uniforms");
        for (var i = 0; i < types.Count; i++)
        {
            module.DecorateMember(block, (uint)i, Decoration.Offset, (uint)(i * sizeof(uint)));
            module.MemberName(block, (uint)i, names[i]);
        }

        return block;
    }

    /// <summary>A two-dimensional texture array that is fetched from.</summary>
    public uint SampledTexture(ScalarKind component) =>
        Image(component, Dim2D, ImageIsSampled, ImageFormat.Unknown);

    /// <summary>A buffer whose texels are fetched.</summary>
    public uint TexelBuffer(ScalarKind component)
    {
        module.Capability(CapabilitySampledBuffer);
        return Image(component, DimBuffer, ImageIsSampled, ImageFormat.Unknown);
    }

    /// <summary>A two-dimensional image array that is written.</summary>
    public uint StorageImage(ScalarKind component, TexelFormat format) =>
        Image(component, Dim2D, ImageIsStorage, (component, format) switch
        {
            (ScalarKind.Float, TexelFormat.Float32) => ImageFormat.Rgba32f,
            (ScalarKind.Float, TexelFormat.Float16) => ImageFormat.Rgba16f,
            (ScalarKind.UInt, TexelFormat.Int8) => ImageFormat.R32ui,
            (ScalarKind.Int, TexelFormat.Int32) => ImageFormat.Rgba32i,
            _ => throw new InvalidOperationException($"No image holds {component} components as {format}."),
        });

    private uint Image(ScalarKind component, uint dimension, uint sampled, ImageFormat format)
    {
        const uint isDepth = 0, isMultisampled = 0;
        var isArrayed = dimension == Dim2D ? 1u : 0u;
        uint[] operands = [Scalar(component), dimension, isDepth, isArrayed, isMultisampled, sampled, (uint)format];
        var image = module.Type(Op.TypeImage, operands, out _);
        module.Name(image, dimension == DimBuffer ? $"{component}_texels" : sampled == ImageIsSampled ? $"{component}_texture" : $"{format}_image");
        return image;
    }

    private uint Scalar(ScalarKind scalar)
    {
        const uint width = 32, halfWidth = 16, isUnsigned = 0, isSigned = 1;
        return scalar switch
        {
            ScalarKind.Bool => module.Type(Op.TypeBool),
            ScalarKind.Int => module.Type(Op.TypeInt, width, isSigned),
            ScalarKind.UInt => module.Type(Op.TypeInt, width, isUnsigned),
            ScalarKind.Float => module.Type(Op.TypeFloat, width),
            ScalarKind.Half => Half(),
            _ => throw new InvalidOperationException($"No type for {scalar}."),
        };

        uint Half()
        {
            module.Capability(CapabilityFloat16);
            return module.Type(Op.TypeFloat, halfWidth);
        }
    }
}
