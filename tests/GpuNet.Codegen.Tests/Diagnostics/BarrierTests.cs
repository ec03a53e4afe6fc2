namespace GpuNet.Codegen.Tests.Diagnostics;

/// <summary>Barriers that some invocations of a workgroup may miss are found, however well they hide; others are left alone.</summary>
[TestFixture]
public sealed class BarrierTests
{
    private const string Conditional = "it stands behind a condition that may differ among them";
    private const string Left = "one may have returned or left the loop before";

    [TestCase("if (at.LocalX < 3) [|at.Barrier()|];", Conditional)]
    [TestCase("var x = at.X; if (x < n) { [|at.Barrier()|]; }", Conditional)]
    [TestCase("if (target[0] > 0f) { target[1] = 2; } else { [|at.Barrier()|]; }", Conditional)]
    [TestCase("for (var i = 0; i < at.LocalX; i++) [|at.Barrier()|];", Conditional)]
    [TestCase("if (at.X > n) return; [|at.Barrier()|];", Left)]
    [TestCase("if (flag) { if (at.X > n) return; } [|at.Barrier()|];", Left)]
    [TestCase("for (var i = 0; i < n; i++) { if (at.X > i) return; } [|at.Barrier()|];", Left)]
    [TestCase("for (var i = 0; i < n; i++) { [|at.Barrier()|]; if (at.X > i) break; }", Left)]
    [TestCase("for (var i = 0; i < n; i++) { [|at.Barrier()|]; while (at.X > i) return; }", Left)]
    [TestCase("for (var i = 0; i < n; i++) { if (at.X > i) continue; [|at.Barrier()|]; }", Left)]
    [TestCase("var k = 0; while (true) { if (at.X <= k) break; k++; } for (var i = 0; i < k; i++) [|at.Barrier()|];", Conditional)]
    [TestCase("var k = 0; while (k < at.X) { k++; } if (k > 2) [|at.Barrier()|];", Conditional)]
    public void Divergent_barrier_is_refused(string statements, string reason) => Kernel(statements).Gives("GPUN0016", reason);

    [TestCase("Wait(at, at.X);", "void Wait(Invocation at, int k) { if (k > 3) [|at.Barrier()|]; }")]
    [TestCase("Wait(at, n);", "void Wait(Invocation at, int k) { var j = k + at.LocalX; if (j > 3) [|at.Barrier()|]; }")]
    [TestCase("Wait(at, n); Wait(at, (int)target[0]);", "void Wait(Invocation at, int k) { while (k > 3) { [|at.Barrier()|]; k--; } }")]
    [TestCase("if (at.X > 2) Wait(at, n);", "void Wait(Invocation at, int k) { [|at.Barrier()|]; }")]
    [TestCase("Outer(at, at.X);", "void Outer(Invocation at, int k) { Wait(at, k); } void Wait(Invocation at, int k) { if (k > 3) [|at.Barrier()|]; }")]
    public void Divergent_barrier_is_refused_in_a_function(string statements, string members) => Kernel(statements, members).Gives("GPUN0016", Conditional);

    [TestCase("at.Barrier();")]
    [TestCase("if (flag) at.Barrier();")]
    [TestCase("for (var half = at.GroupSizeX / 2; half > 0; half /= 2) { if (at.LocalX < half) target[at.X] = half; at.Barrier(); }")]
    [TestCase("if (at.GroupX > n) return; at.Barrier();")]
    [TestCase("for (var i = 0; i < n; i++) { while (true) { if (at.X > i) break; } at.Barrier(); }")]
    [TestCase("at.Barrier(); if (at.X > n) return;")]
    public void Uniform_barrier_is_accepted(string statements) => Kernel(statements).Generated();

    [Test]
    public void Barrier_in_a_function_that_all_call_is_accepted() =>
        Kernel("Wait(at, n);", "void Wait(Invocation at, int k) { for (var i = 0; i < k; i++) { at.Barrier(); } }").Generated();

    private static MarkedSource Kernel(string statements, string members = "") =>
        MarkedSource.OfBody(statements, members, parameters: ", int n, bool flag");
}
