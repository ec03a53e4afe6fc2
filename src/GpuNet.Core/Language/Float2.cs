namespace GpuNet.Language;

/// <summary>A vector of two 32-bit floating-point numbers: <c>vec2</c> in GLSL, <c>float2</c> in MSL.</summary>
/// <param name="X">Component 0.</param>
/// <param name="Y">Component 1.</param>
public readonly record struct Float2(float X, float Y)
{
    /// <summary>Both components are <paramref name="value"/>.</summary>
    public Float2(float value)
        : this(value, value)
    {
    }

    /// <summary>The component with number <paramref name="index"/>, 0 or 1.</summary>
    public float this[int index] => index switch
    {
        0 => X,
        1 => Y,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Sum, component by component.</summary>
    public static Float2 operator +(Float2 a, Float2 b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Sum of every component and one scalar.</summary>
    public static Float2 operator +(Float2 a, float b) => a + new Float2(b);

    /// <summary>Difference, component by component.</summary>
    public static Float2 operator -(Float2 a, Float2 b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Difference of every component and one scalar.</summary>
    public static Float2 operator -(Float2 a, float b) => a - new Float2(b);

    /// <summary>Product, component by component.</summary>
    public static Float2 operator *(Float2 a, Float2 b) => new(a.X * b.X, a.Y * b.Y);

    /// <summary>Product of every component and one scalar.</summary>
    public static Float2 operator *(Float2 a, float b) => a * new Float2(b);

    /// <summary>Quotient, component by component.</summary>
    public static Float2 operator /(Float2 a, Float2 b) => new(a.X / b.X, a.Y / b.Y);

    /// <summary>Quotient of every component and one scalar.</summary>
    public static Float2 operator /(Float2 a, float b) => a / new Float2(b);

    /// <summary>Negation of every component.</summary>
    public static Float2 operator -(Float2 a) => new(-a.X, -a.Y);

    /// <summary>Conversion to floating point, rounded to nearest.</summary>
    public static explicit operator Float2(Int2 v) => new(v.X, v.Y);

    /// <summary>Conversion to floating point, rounded to nearest.</summary>
    public static explicit operator Float2(UInt2 v) => new(v.X, v.Y);
}
