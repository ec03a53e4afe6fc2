using System.Runtime.Intrinsics;

namespace GpuNet.Language;

/// <summary>A vector of four 32-bit floating-point numbers: <c>vec4</c> in GLSL, <c>float4</c> in MSL.</summary>
public readonly struct Float4 : IEquatable<Float4>
{
    private readonly Vector128<float> lanes;

    private Float4(Vector128<float> lanes) => this.lanes = lanes;

    /// <summary>Every component is <paramref name="value"/>.</summary>
    public Float4(float value) => lanes = Vector128.Create(value);

    /// <summary>One value a component.</summary>
    public Float4(float x, float y, float z, float w) => lanes = Vector128.Create(x, y, z, w);

    /// <summary>Component 0.</summary>
    public float X => lanes.GetElement(0);

    /// <summary>Component 1.</summary>
    public float Y => lanes.GetElement(1);

    /// <summary>Component 2.</summary>
    public float Z => lanes.GetElement(2);

    /// <summary>Component 3.</summary>
    public float W => lanes.GetElement(3);

    /// <summary>The component with number <paramref name="index"/>, 0 to 3.</summary>
    public float this[int index] => lanes.GetElement(index);

    internal Vector128<float> Lanes => lanes;

    internal static Float4 FromLanes(Vector128<float> lanes) => new(lanes);

    /// <summary>Sum, component by component.</summary>
    public static Float4 operator +(Float4 a, Float4 b) => new(a.lanes + b.lanes);

    /// <summary>Sum of every component and one scalar.</summary>
    public static Float4 operator +(Float4 a, float b) => a + new Float4(b);

    /// <summary>Difference, component by component.</summary>
    public static Float4 operator -(Float4 a, Float4 b) => new(a.lanes - b.lanes);

    /// <summary>Difference of every component and one scalar.</summary>
    public static Float4 operator -(Float4 a, float b) => a - new Float4(b);

    /// <summary>Product, component by component.</summary>
    public static Float4 operator *(Float4 a, Float4 b) => new(a.lanes * b.lanes);

    /// <summary>Product of every component and one scalar.</summary>
    public static Float4 operator *(Float4 a, float b) => a * new Float4(b);

    /// <summary>Quotient, component by component.</summary>
    public static Float4 operator /(Float4 a, Float4 b) => new(a.lanes / b.lanes);

    /// <summary>Quotient of every component and one scalar.</summary>
    public static Float4 operator /(Float4 a, float b) => a / new Float4(b);

    /// <summary>Negation of every component.</summary>
    public static Float4 operator -(Float4 a) => new(-a.lanes);

    /// <summary>Conversion to floating point, rounded to nearest.</summary>
    public static explicit operator Float4(Int4 v) => new(v.X, v.Y, v.Z, v.W);

    /// <summary>Conversion to floating point, rounded to nearest.</summary>
    public static explicit operator Float4(UInt4 v) => new(v.X, v.Y, v.Z, v.W);

    /// <summary>Whether all components are equal.</summary>
    public static bool operator ==(Float4 a, Float4 b) => a.Equals(b);

    /// <summary>Whether any component differs.</summary>
    public static bool operator !=(Float4 a, Float4 b) => !a.Equals(b);

    /// <inheritdoc/>
    public bool Equals(Float4 other) => lanes.Equals(other.lanes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float4 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => lanes.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"({X}, {Y}, {Z}, {W})");
}
