using System.Runtime.Intrinsics;

namespace GpuNet.Language;

/// <summary>A vector of four unsigned 32-bit integers: <c>uvec4</c> in GLSL, <c>uint4</c> in MSL.</summary>
public readonly struct UInt4 : IEquatable<UInt4>
{
    private readonly Vector128<uint> lanes;

    private UInt4(Vector128<uint> lanes) => this.lanes = lanes;

    /// <summary>Every component is <paramref name="value"/>.</summary>
    public UInt4(uint value) => lanes = Vector128.Create(value);

    /// <summary>One value a component.</summary>
    public UInt4(uint x, uint y, uint z, uint w) => lanes = Vector128.Create(x, y, z, w);

    /// <summary>Component 0.</summary>
    public uint X => lanes.GetElement(0);

    /// <summary>Component 1.</summary>
    public uint Y => lanes.GetElement(1);

    /// <summary>Component 2.</summary>
    public uint Z => lanes.GetElement(2);

    /// <summary>Component 3.</summary>
    public uint W => lanes.GetElement(3);

    /// <summary>The component with number <paramref name="index"/>, 0 to 3.</summary>
    public uint this[int index] => lanes.GetElement(index);

    internal Vector128<uint> Lanes => lanes;

    internal static UInt4 FromLanes(Vector128<uint> lanes) => new(lanes);

    /// <summary>Sum, component by component.</summary>
    public static UInt4 operator +(UInt4 a, UInt4 b) => new(a.lanes + b.lanes);

    /// <summary>Sum of every component and one scalar.</summary>
    public static UInt4 operator +(UInt4 a, uint b) => a + new UInt4(b);

    /// <summary>Difference, component by component.</summary>
    public static UInt4 operator -(UInt4 a, UInt4 b) => new(a.lanes - b.lanes);

    /// <summary>Difference of every component and one scalar.</summary>
    public static UInt4 operator -(UInt4 a, uint b) => a - new UInt4(b);

    /// <summary>Product, component by component.</summary>
    public static UInt4 operator *(UInt4 a, UInt4 b) => new(a.lanes * b.lanes);

    /// <summary>Product of every component and one scalar.</summary>
    public static UInt4 operator *(UInt4 a, uint b) => a * new UInt4(b);

    /// <summary>Quotient, truncated toward zero, component by component.</summary>
    public static UInt4 operator /(UInt4 a, UInt4 b) => new(a.X / b.X, a.Y / b.Y, a.Z / b.Z, a.W / b.W);

    /// <summary>Quotient, truncated toward zero of every component and one scalar.</summary>
    public static UInt4 operator /(UInt4 a, uint b) => a / new UInt4(b);

    /// <summary>Bitwise and, component by component.</summary>
    public static UInt4 operator &(UInt4 a, UInt4 b) => new(a.lanes & b.lanes);

    /// <summary>Bitwise and of every component and one scalar.</summary>
    public static UInt4 operator &(UInt4 a, uint b) => a & new UInt4(b);

    /// <summary>Bitwise or, component by component.</summary>
    public static UInt4 operator |(UInt4 a, UInt4 b) => new(a.lanes | b.lanes);

    /// <summary>Bitwise or of every component and one scalar.</summary>
    public static UInt4 operator |(UInt4 a, uint b) => a | new UInt4(b);

    /// <summary>Bitwise exclusive or, component by component.</summary>
    public static UInt4 operator ^(UInt4 a, UInt4 b) => new(a.lanes ^ b.lanes);

    /// <summary>Shift to the left of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static UInt4 operator <<(UInt4 a, int count) => new(a.lanes << count);

    /// <summary>Logical shift to the right of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static UInt4 operator >>(UInt4 a, int count) => new(a.lanes >> count);

    /// <summary>Conversion, truncated toward zero; undefined on a GPU where the value does not fit.</summary>
    public static explicit operator UInt4(Float4 v) => new(unchecked((uint)v.X), unchecked((uint)v.Y), unchecked((uint)v.Z), unchecked((uint)v.W));

    /// <summary>The same bits.</summary>
    public static explicit operator UInt4(Int4 v) => new(unchecked((uint)v.X), unchecked((uint)v.Y), unchecked((uint)v.Z), unchecked((uint)v.W));

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(UInt4 a, UInt4 b) => a.Equals(b);

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(UInt4 a, UInt4 b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(UInt4 other) => lanes.Equals(other.lanes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is UInt4 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => lanes.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"({X}, {Y}, {Z}, {W})");
}
