using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using GpuNet.Codegen.Ir;
using static GpuNet.Codegen.Emit.Spirv;

namespace GpuNet.Codegen.Emit;

/// <summary>Emits statements into a function, as structured control flow.</summary>
internal sealed class SpirvStatements(
    SpirvModule module,
    SpirvInterface shared,
    SpirvLocals locals,
    SpirvExpressions expressions,
    SpirvFunctionBuilder function) : IStmtVisitor
{
    private readonly Stack<LoopTargets> loops = new();

    /// <summary>Emits a body up to the first statement that leaves it: what follows cannot be reached.</summary>
    public void Emit(ImmutableArray<Stmt> body)
    {
        var around = function.Origin;
        foreach (var statement in body)
        {
            if (function.IsTerminated) break;
            function.Origin = statement.Line;
            statement.Accept(this);
        }

        function.Origin = around;
    }

    public void Visit(Declare s)
    {
        if (s.Value is not null && !locals.IsAssigned(s.Local))
        {
            var value = expressions.Emit(s.Value);

            // A constant or another local keeps its own name.
            if (value == function.LatestValue) module.Name(value, s.Local.Name);
            locals.SetValue(s.Local, value);
            return;
        }

        var variable = DeclareVariable(s.Local);
        if (s.Value is not null) function.Effect(Op.Store, variable, expressions.Emit(s.Value));
    }

    public void Visit(DeclareArray s)
    {
        if (s.Array.Length is not Literal length)
            throw new InvalidOperationException($"The length of '{s.Array.Name}' is not a literal: {s.Array.Length}.");
        var type = module.Types.Array(module.Types.Of(s.Array.Type), length.AsInt);
        if (!locals.TryGetArray(s.Array, out var variable))
        {
            variable = function.Variable(type, s.Array.Name);
            locals.SetArray(s.Array, variable);
        }

        function.Effect(Op.Store, variable, module.Constants.Null(type));
    }

    public void Visit(Assign s)
    {
        var value = expressions.Emit(s.Value);
        function.Effect(Op.Store, locals.Variable(s.Local), value);
    }

    public void Visit(ArrayStore s) => Store(expressions.ArrayElement(s.Array, s.Index), s.Value);

    public void Visit(SharedStore s) => Store(expressions.SharedElement(s.Array, s.Index), s.Value);

    public void Visit(BufferStore s) => Store(expressions.BufferElement(s.Resource, s.Value.Type, s.Index), s.Value);

    public void Visit(TensorWrite s) =>
        throw new InvalidOperationException($"A pass should have replaced this before SPIR-V is emitted: {s}.");

    public void Visit(ImageStore s)
    {
        var variable = shared.ResourceVariable(s.Resource, BindingType.StorageImage);
        var image = function.Value(Op.Load, shared.ImageType(s.Resource), variable);
        var coordinate = expressions.TexelCoordinate(s.X, s.Y, s.Layer);
        function.Effect(Op.ImageWrite, image, coordinate, expressions.Emit(s.Value));
    }

    public void Visit(If s)
    {
        var condition = expressions.Emit(s.Condition);
        var (thenBlock, merge) = (function.NewLabel(), function.NewLabel());
        var elseBlock = s.Else.IsEmpty ? merge : function.NewLabel();
        function.Effect(Op.SelectionMerge, merge, ControlNone);
        function.BranchConditional(condition, thenBlock, elseBlock);
        var mergeIsReached = EmitBranch(thenBlock, s.Then, merge);
        mergeIsReached |= s.Else.IsEmpty || EmitBranch(elseBlock, s.Else, merge);
        BeginMerge(merge, mergeIsReached);
    }

    public void Visit(For s)
    {
        var variable = DeclareVariable(s.Variable);
        function.Effect(Op.Store, variable, expressions.Emit(s.First));
        EmitLoop(s.Condition, s.Body, testAtEnd: false, s);
    }

    public void Visit(While s) => EmitLoop(s.Condition, s.Body, s.TestAtEnd, counter: null);

    public void Visit(Break s)
    {
        var loop = InnermostLoop(s);
        loop.MergeIsReached = true;
        function.Branch(loop.Merge);
    }

    public void Visit(Continue s)
    {
        var loop = InnermostLoop(s);
        loop.ContinueIsReached = true;
        function.Branch(loop.Continue);
    }

    public void Visit(Return s)
    {
        if (s.Value is null)
            function.Terminate(Op.Return);
        else
            function.Terminate(Op.ReturnValue, expressions.Emit(s.Value));
    }

    public void Visit(Barrier s)
    {
        var workgroup = module.Constants.Of(ScopeWorkgroup);
        var semantics = module.Constants.Of(SemanticsAcquireRelease | SemanticsWorkgroupMemory);
        function.Effect(Op.ControlBarrier, workgroup, workgroup, semantics);
    }

    public void Visit(CallStatement s) => expressions.Call(s.Function, s.Arguments);

    private void Store(uint pointer, Expr value) => function.Effect(Op.Store, pointer, expressions.Emit(value));

    /// <summary>The variable of a local; a pass may have copied its declaration.</summary>
    private uint DeclareVariable(Local local)
    {
        if (locals.TryGetVariable(local, out var variable)) return variable;
        variable = function.Variable(module.Types.Of(local.Type), local.Name);
        locals.SetVariable(local, variable);
        return variable;
    }

    /// <summary>Emits one side of a selection; returns whether it reaches the merge block.</summary>
    private bool EmitBranch(uint label, ImmutableArray<Stmt> body, uint merge)
    {
        function.BeginBlock(label);
        Emit(body);
        if (function.IsTerminated) return false;
        function.Branch(merge);
        return true;
    }

    /// <summary>
    /// A loop: header, test, body, continue and merge. The test leads into the body or out of the loop, or stands in the
    /// continue block if it comes last.
    /// </summary>
    private void EmitLoop(Expr condition, ImmutableArray<Stmt> body, bool testAtEnd, For? counter)
    {
        var isEndless = condition is Literal { AsBool: true };
        var loop = new LoopTargets(merge: function.NewLabel(), @continue: function.NewLabel());
        var (header, bodyBlock) = (function.NewLabel(), function.NewLabel());
        function.Branch(header);
        function.BeginBlock(header);
        function.Effect(Op.LoopMerge, loop.Merge, loop.Continue, ControlNone);
        if (testAtEnd || isEndless)
        {
            function.Branch(bodyBlock);
        }
        else
        {
            // The header itself may not branch again, which a lazy operator in the condition would do.
            var test = function.NewLabel();
            function.Branch(test);
            function.BeginBlock(test);
            function.BranchConditional(expressions.Emit(condition), bodyBlock, loop.Merge);
            loop.MergeIsReached = true;
        }

        loops.Push(loop);
        if (EmitBranch(bodyBlock, body, loop.Continue)) loop.ContinueIsReached = true;
        loops.Pop();

        function.BeginBlock(loop.Continue);
        if (loop.ContinueIsReached && counter is not null)
            function.Effect(Op.Store, locals.Variable(counter.Variable), expressions.Emit(counter.Next));
        if (loop.ContinueIsReached && testAtEnd && !isEndless)
        {
            function.BranchConditional(expressions.Emit(condition), header, loop.Merge);
            loop.MergeIsReached = true;
        }
        else
        {
            function.Branch(header);
        }

        BeginMerge(loop.Merge, loop.MergeIsReached);
    }

    private void BeginMerge(uint merge, bool isReached)
    {
        function.BeginBlock(merge);
        if (!isReached) function.Terminate(Op.Unreachable);
    }

    private LoopTargets InnermostLoop(Stmt jump) => loops.Count > 0
        ? loops.Peek()
        : throw new InvalidOperationException($"{jump} stands outside of any loop.");

    /// <summary>Where break and continue lead to, and whether anything goes there.</summary>
    private sealed class LoopTargets(uint merge, uint @continue)
    {
        public uint Merge { get; } = merge;

        public uint Continue { get; } = @continue;

        public bool MergeIsReached { get; set; }

        public bool ContinueIsReached { get; set; }
    }
}
