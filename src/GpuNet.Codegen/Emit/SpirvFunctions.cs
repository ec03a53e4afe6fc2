using System;
using System.Collections.Generic;

namespace GpuNet.Codegen.Emit;

/// <summary>The functions of a kernel that have been emitted, by name.</summary>
internal sealed class SpirvFunctions
{
    private readonly Dictionary<string, (uint Id, uint ReturnType)> functions = [];

    public (uint Id, uint ReturnType) this[string name] => functions.TryGetValue(name, out var function)
        ? function
        : throw new InvalidOperationException($"Function '{name}' is called before it is defined.");

    public void Add(string name, uint id, uint returnType) => functions.Add(name, (id, returnType));
}
