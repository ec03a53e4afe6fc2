using System.Runtime.Intrinsics;

namespace GpuNet.Language;

/// <summary>A vector of four signed 32-bit integers: <c>ivec4</c> in GLSL, <c>int4</c> in MSL.</summary>
public readonly struct Int4 : IEquatable<Int4>
{
    private readonly Vector128<int> lanes;

    private Int4(Vector128<int> lanes) => this.lanes = lanes;

    /// <summary>Every component is <paramref name="value"/>.</summary>
    public Int4(int value) => lanes = Vector128.Create(value);

    /// <summary>One value a component.</summary>
    public Int4(int x, int y, int z, int w) => lanes = Vector128.Create(x, y, z, w);

    /// <summary>Component 0.</summary>
    public int X => lanes.GetElement(0);

    /// <summary>Component 1.</summary>
    public int Y => lanes.GetElement(1);

    /// <summary>Component 2.</summary>
    public int Z => lanes.GetElement(2);

    /// <summary>Component 3.</summary>
    public int W => lanes.GetElement(3);

    /// <summary>The component with number <paramref name="index"/>, 0 to 3.</summary>
    public int this[int index] => lanes.GetElement(index);

    internal Vector128<int> Lanes => lanes;

    internal static Int4 FromLanes(Vector128<int> lanes) => new(lanes);

    /// <summary>Sum, component by component.</summary>
    public static Int4 operator +(Int4 a, Int4 b) => new(a.lanes + b.lanes);

    /// <summary>Sum of every component and one scalar.</summary>
    public static Int4 operator +(Int4 a, int b) => a + new Int4(b);

    /// <summary>Difference, component by component.</summary>
    public static Int4 operator -(Int4 a, Int4 b) => new(a.lanes - b.lanes);

    /// <summary>Difference of every component and one scalar.</summary>
    public static Int4 operator -(Int4 a, int b) => a - new Int4(b);

    /// <summary>Product, component by component.</summary>
    public static Int4 operator *(Int4 a, Int4 b) => new(a.lanes * b.lanes);

    /// <summary>Product of every component and one scalar.</summary>
    public static Int4 operator *(Int4 a, int b) => a * new Int4(b);

    /// <summary>Quotient, truncated toward zero, component by component.</summary>
    public static Int4 operator /(Int4 a, Int4 b) => new(a.X / b.X, a.Y / b.Y, a.Z / b.Z, a.W / b.W);

    /// <summary>Quotient, truncated toward zero of every component and one scalar.</summary>
    public static Int4 operator /(Int4 a, int b) => a / new Int4(b);

    /// <summary>Bitwise and, component by component.</summary>
    public static Int4 operator &(Int4 a, Int4 b) => new(a.lanes & b.lanes);

    /// <summary>Bitwise and of every component and one scalar.</summary>
    public static Int4 operator &(Int4 a, int b) => a & new Int4(b);

    /// <summary>Bitwise or, component by component.</summary>
    public static Int4 operator |(Int4 a, Int4 b) => new(a.lanes | b.lanes);

    /// <summary>Bitwise or of every component and one scalar.</summary>
    public static Int4 operator |(Int4 a, int b) => a | new Int4(b);

    /// <summary>Bitwise exclusive or, component by component.</summary>
    public static Int4 operator ^(Int4 a, Int4 b) => new(a.lanes ^ b.lanes);

    /// <summary>Shift to the left of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static Int4 operator <<(Int4 a, int count) => new(a.lanes << count);

    /// <summary>Arithmetic shift to the right of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static Int4 operator >>(Int4 a, int count) => new(a.lanes >> count);

    /// <summary>Negation of every component.</summary>
    public static Int4 operator -(Int4 a) => new(-a.lanes);

    /// <summary>Conversion, truncated toward zero; undefined on a GPU where the value does not fit.</summary>
    public static explicit operator Int4(Float4 v) => new(unchecked((int)v.X), unchecked((int)v.Y), unchecked((int)v.Z), unchecked((int)v.W));

    /// <summary>The same bits.</summary>
    public static explicit operator Int4(UInt4 v) => new(unchecked((int)v.X), unchecked((int)v.Y), unchecked((int)v.Z), unchecked((int)v.W));

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(Int4 a, Int4 b) => a.Equals(b);

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(Int4 a, Int4 b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Int4 other) => lanes.Equals(other.lanes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Int4 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => lanes.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"({X}, {Y}, {Z}, {W})");
}
