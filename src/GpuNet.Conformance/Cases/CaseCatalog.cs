using System.Text;
using GpuNet.Graphs;

namespace GpuNet.Conformance;

/// <summary>
/// The cases that come with GpuNet: every operator that it runs, of every type, over awkward shapes, windows, scales, zero-points and
/// elements, all drawn from a seed. A case depends on the seed and its own name alone, so any one can be made again by itself.
/// </summary>
public static class CaseCatalog
{
    /// <summary>The seed where none is given.</summary>
    public const int DefaultSeed = 1;

    private static readonly IReadOnlyList<CaseFamily> Families =
    [
        .. ConvolutionCases.Families, .. PoolCases.Families, .. ElementwiseCases.Families, .. ReductionCases.Families,
        .. MovementCases.Families, .. ConversionCases.Families,
    ];

    /// <summary>Every case, by family, type and number.</summary>
    public static IReadOnlyList<LayerCaseId> All { get; } =
    [
        .. from family in Families
           from type in family.Types
           from number in Enumerable.Range(0, family.Count)
           select new LayerCaseId(family.Name, type, number),
    ];

    /// <summary>Makes a case.</summary>
    /// <exception cref="InvalidInputException">There is no such case.</exception>
    public static LayerCase Create(LayerCaseId id, int seed)
    {
        var family = Families.FirstOrDefault(f => f.Name == id.Family)
            ?? throw new InvalidInputException($"{id}: no such case; there are {string.Join(", ", Families.Select(f => f.Name))}.");
        if (!family.Types.Contains(id.Type) || (uint)id.Number >= (uint)family.Count)
            throw new InvalidInputException($"{id}: no such case; {id.Family} has {family.Count} of each type.");
        var builder = new CaseBuilder(id, new Random(Mix(seed, id)));
        return builder.Finish(family.Build(builder, id.Number));
    }

    // FNV-1a: string.GetHashCode differs from process to process.
    private static int Mix(int seed, LayerCaseId id)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes($"{seed} {id}")) hash = unchecked((hash ^ value) * 16777619u);
        return (int)(hash & int.MaxValue);
    }
}

/// <summary>The cases of one operator.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Types">The types that there are cases of.</param>
/// <param name="Count">How many of each type.</param>
/// <param name="Build">Adds the tensors of a case and gives its operator.</param>
internal sealed record CaseFamily(string Name, IReadOnlyList<ElementType> Types, int Count, Func<CaseBuilder, int, Operator> Build)
{
    /// <summary>Floats, unsigned and signed bytes.</summary>
    public static IReadOnlyList<ElementType> AllTypes { get; } = [ElementType.Float32, ElementType.UInt8, ElementType.Int8];
}
