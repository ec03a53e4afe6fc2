using Microsoft.CodeAnalysis;

namespace GpuNet.Codegen.Diagnostics;

/// <summary>Everything that the kernel compiler has to say, by number. One test each.</summary>
internal static class KernelDiagnostics
{
    public static readonly DiagnosticDescriptor KernelForm = Error(
        "GPUN0001", "Not the form of a kernel", "Kernel '{0}' {1}");

    public static readonly DiagnosticDescriptor ParameterType = Error(
        "GPUN0002", "Parameter of a kernel", "Parameter '{0}' of type '{1}' is neither a resource, a scalar, a readonly struct nor a structural int");

    public static readonly DiagnosticDescriptor UnknownType = Error(
        "GPUN0003", "Type outside the kernel language", "Type '{0}' is not in the kernel language");

    public static readonly DiagnosticDescriptor UnknownConstruct = Error(
        "GPUN0004", "Construct outside the kernel language", "{0} is not in the kernel language");

    public static readonly DiagnosticDescriptor UnknownMember = Error(
        "GPUN0005", "Member outside the kernel language", "'{0}' cannot be used in a kernel: it is not of the kernel language, and its source is not in this project");

    public static readonly DiagnosticDescriptor Recursion = Error(
        "GPUN0006", "Recursion", "'{0}' calls itself, and shaders have no stack");

    public static readonly DiagnosticDescriptor Structural = Error(
        "GPUN0007", "Structural parameter", "Structural parameter '{0}' {1}");

    public static readonly DiagnosticDescriptor LocalArray = Error(
        "GPUN0008", "Local array", "Array '{0}' {1}");

    public static readonly DiagnosticDescriptor SharedArray = Error(
        "GPUN0009", "Shared array", "Shared array '{0}' {1}");

    public static readonly DiagnosticDescriptor WorkgroupSize = Error(
        "GPUN0010", "Workgroup too large", "A workgroup of {0} invocations is more than the 128 that OpenGL ES 3.1 guarantees");

    public static readonly DiagnosticDescriptor TooManyResources = Error(
        "GPUN0011", "Too many resources", "{0} {1} are more than the {2} that OpenGL ES 3.1 guarantees to a compute shader");

    public static readonly DiagnosticDescriptor SharedMemory = Error(
        "GPUN0012", "Too much shared memory", "{0} bytes of shared memory are more than the 16384 that OpenGL ES 3.1 guarantees");

    public static readonly DiagnosticDescriptor SideEffect = Error(
        "GPUN0013", "Function with a value and an effect", "'{0}' returns a value and so may not write, wait at a barrier or declare shared arrays");

    public static readonly DiagnosticDescriptor ForLoop = Error(
        "GPUN0014", "Form of a for loop", "A for loop in a kernel declares one variable, has a condition, and ends with one step of that variable; write any other as a while loop");

    public static readonly DiagnosticDescriptor ValueOfAssignment = Error(
        "GPUN0015", "Value of an assignment", "An assignment, increment or decrement stands as a statement of its own in a kernel");

    public static readonly DiagnosticDescriptor DivergentBarrier = Error(
        "GPUN0016", "Barrier in divergent control flow", "The barrier may not be reached by all invocations of a workgroup: {0}");

    public static readonly DiagnosticDescriptor TooManyUniforms = Error(
        "GPUN0017", "Too many uniforms", "{0} uniforms, extents of tensors among them, are more than the 32 that Vulkan guarantees room for; make some of them [Late]");

    public static readonly DiagnosticDescriptor LateParameter = Error(
        "GPUN0018", "Parameter that cannot be late", "'{0}' is marked [Late], but it is {1} and not a scalar or a struct of scalars");

    public static readonly DiagnosticDescriptor InternalError = Error(
        "GPUN0099", "Error in the kernel compiler", "Kernel '{0}' shows an error in GpuNet's compiler; please report it: {1}");

    private static DiagnosticDescriptor Error(string id, string title, string message) => new(
        id, title, message, "GpuNet.Kernels", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
