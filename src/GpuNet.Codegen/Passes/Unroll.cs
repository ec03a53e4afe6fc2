using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using GpuNet.Codegen.Ir;

namespace GpuNet.Codegen.Passes;

/// <summary>
/// Writes out loops whose rounds are known at build time and that index an array of the invocation's own by their variable,
/// so that the array can become registers. Loops with <c>break</c>, <c>continue</c>, a body that assigns to their variable or
/// more than <see cref="MaximumRounds"/> rounds stay, and so do all once the kernel has <see cref="MaximumCopies"/> copies or
/// <see cref="MaximumStatements"/> statements in them.
/// </summary>
internal sealed class Unroll : IrRewriter
{
    private const int MaximumRounds = 64;

    // A nest of loops multiplies: without a bound on all of them, three levels would fill the memory.
    private const int MaximumCopies = 1024;
    private const int MaximumStatements = 8192;

    private readonly Dictionary<string, int> uses = [];
    private int copies;
    private int statements;

    protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
    {
        if (statement is not For loop || Rounds(loop) is not { } rounds || !IndexesArray.In(loop) || LeavesLoop.In(loop.Body)
            || Assigns(loop.Body, loop.Variable) || !Fits(rounds.Count, rounds.Count * Count(loop.Body)))
        {
            base.Rewrite(statement, output);
            return;
        }

        foreach (var value in rounds)
        {
            var copy = new Substitute(loop.Variable, value, Fresh).Rewrite(loop.Body);
            output.AddRange(Rewrite(new Fold().Rewrite(copy)));
        }
    }

    private static List<Literal>? Rounds(For loop)
    {
        var rounds = new List<Literal>();
        var value = Fold.Expression(loop.First);
        while (value is Literal literal)
        {
            switch (Fold.Expression(new Substitute(loop.Variable, literal, null).Rewrite(loop.Condition)))
            {
                case Literal { AsBool: false }:
                    return rounds;
                case Literal when rounds.Count < MaximumRounds:
                    rounds.Add(literal);
                    break;
                default:
                    return null;
            }

            value = Fold.Expression(new Substitute(loop.Variable, literal, null).Rewrite(loop.Next));
        }

        return null;
    }

    private bool Fits(int moreCopies, int moreStatements)
    {
        if (copies + moreCopies > MaximumCopies || statements + moreStatements > MaximumStatements) return false;
        copies += moreCopies;
        statements += moreStatements;
        return true;
    }

    private static int Count(ImmutableArray<Stmt> block) => block.Sum(s => 1 + IrWalker.Blocks(s).Sum(Count));

    private static bool Assigns(ImmutableArray<Stmt> block, Local variable) => block.Any(s =>
        (s is Assign assign && assign.Local.Name == variable.Name) || IrWalker.Blocks(s).Any(inner => Assigns(inner, variable)));

    // Locals of the body are declared once a round, so each copy needs a name of its own.
    private string Fresh(string name)
    {
        uses.TryGetValue(name, out var count);
        uses[name] = count + 1;
        return $"{name}_{count}";
    }

    /// <summary>Replaces a loop's variable by a number, and renames what its body declares.</summary>
    private sealed class Substitute(Local variable, Literal value, System.Func<string, string>? fresh) : IrRewriter
    {
        private readonly Dictionary<string, Local> locals = [];
        private readonly Dictionary<string, LocalArray> arrays = [];

        public override Expr Visit(LocalRef e) => e.Local.Name == variable.Name ? value : new LocalRef(Renamed(e.Local));

        public override Expr Visit(ArrayLoad e) => new ArrayLoad(Renamed(e.Array), Rewrite(e.Index));

        protected override void Rewrite(Stmt statement, ImmutableArray<Stmt>.Builder output)
        {
            switch (statement)
            {
                case Declare s:
                    var initial = s.Value is null ? null : Rewrite(s.Value);
                    output.Add(new Declare(Rename(s.Local), initial));
                    break;
                case DeclareArray s:
                    arrays[s.Array.Name] = s.Array with { Name = fresh!(s.Array.Name) };
                    output.Add(new DeclareArray(Renamed(s.Array)));
                    break;
                case Assign s:
                    output.Add(new Assign(Renamed(s.Local), Rewrite(s.Value)));
                    break;
                case ArrayStore s:
                    output.Add(new ArrayStore(Renamed(s.Array), Rewrite(s.Index), Rewrite(s.Value)));
                    break;
                case For s:
                    var first = Rewrite(s.First);
                    var counter = Rename(s.Variable);
                    output.Add(new For(counter, first, Rewrite(s.Condition), Rewrite(s.Next), Rewrite(s.Body)));
                    break;
                default:
                    base.Rewrite(statement, output);
                    break;
            }
        }

        private Local Rename(Local local) => locals[local.Name] = local with { Name = fresh!(local.Name) };

        private Local Renamed(Local local) => locals.TryGetValue(local.Name, out var renamed) ? renamed : local;

        private LocalArray Renamed(LocalArray array) => arrays.TryGetValue(array.Name, out var renamed) ? renamed : array;
    }

    /// <summary>Whether a loop's body indexes a local array by something that its variable has a part in.</summary>
    private sealed class IndexesArray(Local variable) : IrWalker
    {
        private bool inIndex;
        private bool found;

        public static bool In(For loop)
        {
            var walker = new IndexesArray(loop.Variable);
            walker.Walk(loop.Body);
            return walker.found;
        }

        public override void Walk(Stmt statement)
        {
            if (statement is ArrayStore store) WalkIndex(store.Index);
            base.Walk(statement);
        }

        public override void Walk(Expr expression)
        {
            if (expression is ArrayLoad load) WalkIndex(load.Index);
            if (inIndex && expression is LocalRef local && local.Local.Name == variable.Name) found = true;
            base.Walk(expression);
        }

        private void WalkIndex(Expr index)
        {
            var before = inIndex;
            inIndex = true;
            Walk(index);
            inIndex = before;
        }
    }

    /// <summary>Whether a body assigns its way out: break or continue that belong to it, or a return.</summary>
    private sealed class LeavesLoop : IrWalker
    {
        private int depth;
        private bool found;

        public static bool In(ImmutableArray<Stmt> body)
        {
            var walker = new LeavesLoop();
            walker.Walk(body);
            return walker.found;
        }

        public override void Walk(Stmt statement)
        {
            if (statement is Break or Continue && depth == 0) found = true;
            if (statement is For or While) depth++;
            base.Walk(statement);
            if (statement is For or While) depth--;
        }
    }
}
