using System.Linq;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>What a module may use beyond Vulkan 1.1.</summary>
[System.Flags]
public enum SpirvOptions
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The dot products of SPV_KHR_integer_dot_product on packed bytes.</summary>
    DotProduct = 1,
}

/// <summary>
/// Emits a kernel as a SPIR-V 1.3 module for Vulkan 1.1, with the entry point <c>main</c>. Resource i is binding i of
/// descriptor set 0; specialisation constants 0 to 2 are the workgroup's extents and 3 + i is late
/// constant i; uniform i is word i of the push constants.
/// </summary>
public static class SpirvEmitter
{
    /// <summary>Emits <paramref name="kernel"/>; the same kernel gives the same words.</summary>
    /// <param name="kernel">A kernel after all passes.</param>
    /// <param name="options">What the device has beyond Vulkan 1.1.</param>
    /// <returns>The words of the module.</returns>
    /// <exception cref="System.InvalidOperationException">
    /// The kernel holds what the passes should have replaced or the verifier should have refused: a bug of the compiler.
    /// </exception>
    public static uint[] Emit(KernelIr kernel, SpirvOptions options = SpirvOptions.None) => Emit(kernel, options, out _);

    /// <inheritdoc cref="Emit(KernelIr, SpirvOptions)"/>
    /// <param name="kernel">A kernel after all passes.</param>
    /// <param name="options">What the device has beyond Vulkan 1.1.</param>
    /// <param name="lines">For each instruction the line of the kernel's C#, counted from 1; 0 for none.</param>
    public static uint[] Emit(KernelIr kernel, SpirvOptions options, out int[] lines)
    {
        var module = new SpirvModule(options);
        var shared = new SpirvInterface(kernel, module);
        var functions = new SpirvFunctions();
        foreach (var function in kernel.Functions) EmitFunction(module, shared, functions, function);

        var main = new Function(kernel.Name, [], ReturnType: null, kernel.Body) { Line = kernel.Line };
        EmitFunction(module, shared, functions, main);
        module.EntryPoint(functions[kernel.Name].Id, shared.UsedInputs, kernel.Workgroup);
        return module.ToWords(out lines);
    }

    private static void EmitFunction(SpirvModule module, SpirvInterface shared, SpirvFunctions functions, Function function)
    {
        var returnType = function.ReturnType is null ? module.Types.Void : module.Types.Of(function.ReturnType);
        uint[] parameterTypes = [.. function.Parameters.Select(p => module.Types.Of(p.Type))];
        var type = module.Types.Function(returnType, parameterTypes);
        var id = module.NewId();
        module.Name(id, function.Name);
        module.Functions.Origin = function.Line;
        module.Functions.Add(Op.Function, returnType, id, ControlNone, type);
        functions.Add(function.Name, id, returnType);

        var locals = new SpirvLocals(function.Name, function.Body);
        var builder = new SpirvFunctionBuilder(module, function.Line);
        for (var i = 0; i < parameterTypes.Length; i++)
            EmitParameter(module, locals, builder, function.Parameters[i], parameterTypes[i]);

        var expressions = new SpirvExpressions(module, shared, functions, locals, builder);
        new SpirvStatements(module, shared, locals, expressions, builder).Emit(function.Body);

        // Every path of a function with a value has returned one, so its end is never reached.
        if (!builder.IsTerminated) builder.Terminate(function.ReturnType is null ? Op.Return : Op.Unreachable);
        builder.Finish();
        module.Functions.Add(Op.FunctionEnd);
    }

    /// <summary>A parameter is a value: one that the function assigns to becomes the first value of a variable.</summary>
    private static void EmitParameter(
        SpirvModule module, SpirvLocals locals, SpirvFunctionBuilder builder, Local parameter, uint type)
    {
        var id = module.NewId();
        module.Functions.Add(Op.FunctionParameter, type, id);
        if (!locals.IsAssigned(parameter))
        {
            module.Name(id, parameter.Name);
            locals.SetValue(parameter, id);
            return;
        }

        var variable = builder.Variable(type, parameter.Name);
        builder.Effect(Op.Store, variable, id);
        locals.SetVariable(parameter, variable);
    }
}
