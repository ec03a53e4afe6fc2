using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Emit;

/// <summary>Where the locals of a function live: in a value if they are never assigned again, else in a variable.</summary>
/// <remarks>Names are unique in a function, so they identify a local.</remarks>
internal sealed class SpirvLocals
{
    private readonly string function;
    private readonly HashSet<string> assigned = [];
    private readonly Dictionary<string, uint> values = [];
    private readonly Dictionary<string, uint> variables = [];
    private readonly Dictionary<string, uint> arrays = [];

    public SpirvLocals(string function, ImmutableArray<Stmt> body)
    {
        this.function = function;
        CollectAssigned(body);
    }

    /// <summary>Whether a statement of the body assigns to the local.</summary>
    public bool IsAssigned(Local local) => assigned.Contains(local.Name);

    public void SetValue(Local local, uint value) => values[local.Name] = value;

    public void SetVariable(Local local, uint variable) => variables[local.Name] = variable;

    public void SetArray(LocalArray array, uint variable) => arrays[array.Name] = variable;

    public bool TryGetValue(Local local, out uint value) => values.TryGetValue(local.Name, out value);

    public bool TryGetVariable(Local local, out uint variable) => variables.TryGetValue(local.Name, out variable);

    public bool TryGetArray(LocalArray array, out uint variable) => arrays.TryGetValue(array.Name, out variable);

    public uint Variable(Local local) =>
        TryGetVariable(local, out var variable) ? variable : throw Undeclared(local.Name);

    public uint Array(LocalArray array) =>
        TryGetArray(array, out var variable) ? variable : throw Undeclared(array.Name);

    private InvalidOperationException Undeclared(string name) =>
        new($"'{name}' is used in {function} but not declared before.");

    private void CollectAssigned(ImmutableArray<Stmt> body)
    {
        foreach (var statement in body)
        {
            switch (statement)
            {
                case Assign s:
                    assigned.Add(s.Local.Name);
                    break;
                case If s:
                    CollectAssigned(s.Then);
                    CollectAssigned(s.Else);
                    break;
                case For s:
                    CollectAssigned(s.Body);
                    break;
                case While s:
                    CollectAssigned(s.Body);
                    break;
            }
        }
    }
}
