using System;
using System.Collections.Generic;
using System.Linq;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>What a kernel shares with the world outside its functions: resources, shared arrays, inputs, scalars.</summary>
internal sealed class SpirvInterface
{
    /// <summary>Specialisation constants 0 to 2 are the workgroup's extents.</summary>
    private const int FirstLateConstant = 3;

    private const uint DescriptorSet = 0;

    private readonly KernelIr kernel;
    private readonly SpirvModule module;
    private readonly uint[] resources;
    private readonly uint[] workgroupExtents = new uint[3];
    private readonly Dictionary<string, uint> sharedArrays = [];
    private readonly Dictionary<int, uint> lateConstants = [];
    private readonly Dictionary<Builtin, uint> inputs = [];
    private readonly List<uint> usedInputs = [];
    private uint uniformBlock;

    public SpirvInterface(KernelIr kernel, SpirvModule module)
    {
        this.kernel = kernel;
        this.module = module;
        DeclareWorkgroupSize();
        resources = new uint[kernel.Resources.Length];
        for (var i = 0; i < resources.Length; i++) resources[i] = DeclareResource(i);
        foreach (var array in kernel.SharedArrays)
        {
            var type = module.Types.Array(module.Types.Of(array.Type), array.Length);
            sharedArrays.Add(array.Name, module.GlobalVariable(StorageClass.Workgroup, type, array.Name));
        }
    }

    /// <summary>The kernel.</summary>
    public KernelIr Kernel => kernel;

    /// <summary>The Input variables that were asked for, in that order.</summary>
    public IReadOnlyCollection<uint> UsedInputs => usedInputs;

    /// <summary>The variable of a resource that is bound as <paramref name="binding"/>.</summary>
    public uint ResourceVariable(int resource, BindingType binding)
    {
        var actual = kernel.Resources[resource];
        return actual.Binding == binding
            ? resources[resource]
            : throw new InvalidOperationException(
                $"{kernel.Name}: '{actual.Name}' is bound as {actual.Binding} but used as {binding}.");
    }

    /// <summary>What a resource is bound as.</summary>
    public BindingType Binding(int resource) => kernel.Resources[resource].Binding;

    /// <summary>The type of the value of a texture, image or texel buffer variable.</summary>
    public uint ImageType(int resource) => ImageType(kernel.Resources[resource]);

    public uint SharedVariable(SharedArray array) => sharedArrays.TryGetValue(array.Name, out var variable)
        ? variable
        : throw new InvalidOperationException($"{kernel.Name} has no shared array '{array.Name}'.");

    /// <summary>The specialisation constant of a late constant.</summary>
    /// <param name="index">Its place among the kernel's scalars.</param>
    public uint LateConstant(int index)
    {
        if (lateConstants.TryGetValue(index, out var id)) return id;
        var constant = kernel.Scalars[index];
        id = module.Constants.Specialisation(FirstLateConstant + kernel.NumberOf(index), constant.Name, constant.Type.Scalar, 1);
        lateConstants.Add(index, id);
        return id;
    }

    /// <summary>The block of the uniforms, in push constants; a word for each.</summary>
    public uint UniformBlock()
    {
        if (uniformBlock != 0) return uniformBlock;
        KernelScalar[] uniforms = [.. kernel.Uniforms];
        var block = module.Types.UniformBlock([.. uniforms.Select(u => u.Name)], [.. uniforms.Select(u => StoredType(u.Type))]);
        return uniformBlock = module.GlobalVariable(StorageClass.PushConstant, block, "uniforms");
    }

    /// <summary>How a uniform lies in its block, where there are no truth values.</summary>
    public static IrType StoredType(IrType type) => type == IrType.Bool ? IrType.UInt : type;

    /// <summary>An extent of the workgroup, as a uint.</summary>
    public uint WorkgroupExtent(int axis) => workgroupExtents[axis];

    /// <summary>The Input variable of a builtin, a vector of three uints.</summary>
    public uint InputVariable(Builtin builtin)
    {
        if (inputs.TryGetValue(builtin, out var variable)) return variable;
        var decoration = builtin switch
        {
            Builtin.GlobalId => BuiltIn.GlobalInvocationId,
            Builtin.LocalId => BuiltIn.LocalInvocationId,
            Builtin.GroupId => BuiltIn.WorkgroupId,
            _ => throw new InvalidOperationException($"{builtin} is not an input."),
        };
        variable = module.GlobalVariable(
            StorageClass.Input, module.Types.Vector(ScalarKind.UInt, 3), $"gl_{decoration}");
        module.Decorate(variable, Decoration.BuiltIn, (uint)decoration);
        inputs.Add(builtin, variable);
        usedInputs.Add(variable);
        return variable;
    }

    private void DeclareWorkgroupSize()
    {
        string[] names = ["workgroup_x", "workgroup_y", "workgroup_z"];
        for (var axis = 0; axis < 3; axis++)
        {
            workgroupExtents[axis] =
                module.Constants.Specialisation(axis, names[axis], ScalarKind.UInt, kernel.Workgroup[axis]);
        }

        var size = module.Global(
            Op.SpecConstantComposite, module.Types.Vector(ScalarKind.UInt, 3), workgroupExtents);
        module.Decorate(size, Decoration.BuiltIn, (uint)BuiltIn.WorkgroupSize);
        module.Name(size, "gl_WorkgroupSize");
    }

    private uint DeclareResource(int index)
    {
        var resource = kernel.Resources[index];
        var isBuffer = resource.Binding == BindingType.StorageBuffer;
        var variable = isBuffer
            ? module.GlobalVariable(
                StorageClass.StorageBuffer, module.Types.BufferBlock(resource.Element), resource.Name)
            : module.GlobalVariable(StorageClass.UniformConstant, ImageType(resource), resource.Name);
        module.Decorate(variable, Decoration.DescriptorSet, DescriptorSet);
        module.Decorate(variable, Decoration.Binding, (uint)index);
        if (isBuffer && !resource.IsWritten) module.Decorate(variable, Decoration.NonWritable);
        if (resource.Binding == BindingType.StorageImage) module.Decorate(variable, Decoration.NonReadable);
        return variable;
    }

    private uint ImageType(Resource resource) => resource.Binding switch
    {
        BindingType.StorageImage => module.Types.StorageImage(resource.Element.Scalar, resource.Format),
        BindingType.TexelBuffer => module.Types.TexelBuffer(resource.Element.Scalar),
        _ => module.Types.SampledTexture(resource.Element.Scalar),
    };
}
