using System;
using System.Collections.Generic;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>The passes that make one variant of a kernel, by name and in order, with the verifier after each.</summary>
internal static class PassPipeline
{
    /// <param name="kernel">As the front end made it.</param>
    /// <param name="structural">The values of the structural parameters.</param>
    /// <param name="access">Where tensors lie and how they are read.</param>
    /// <param name="format">How texels are stored.</param>
    /// <param name="sourceFormat">How those that are read are, if not so.</param>
    /// <param name="inHalves">Whether to compute in 16-bit floats.</param>
    public static KernelIr Run(
        KernelIr kernel, IReadOnlyList<int> structural, TensorAccess access, TexelFormat format, TexelFormat? sourceFormat = null, bool inHalves = false)
    {
        Verifier.Check(kernel, "the front end", lowered: false);
        List<(string Name, Func<KernelIr, KernelIr> Pass, bool Lowered)> passes =
        [
            (nameof(Specialise), k => new Specialise(structural).Rewrite(k), false),
            (nameof(Fold), k => new Fold().Rewrite(k), false),
            (nameof(Unroll), k => new Unroll().Rewrite(k), false),
            (nameof(Fold), k => new Fold().Rewrite(k), false),
            (nameof(ScalariseArrays), k => new ScalariseArrays().Rewrite(k), false),
            (nameof(LowerStorage), k => new LowerStorage(access, format, sourceFormat ?? format).Rewrite(k), true),
        ];
        if (inHalves) passes.Add((nameof(ComputeInHalves), k => new ComputeInHalves().Rewrite(k), true));
        foreach (var (name, pass, lowered) in passes)
        {
            kernel = pass(kernel);
            Verifier.Check(kernel, name, lowered);
        }

        return kernel;
    }
}
