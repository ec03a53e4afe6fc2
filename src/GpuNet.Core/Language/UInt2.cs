namespace GpuNet.Language;

/// <summary>A vector of two unsigned 32-bit integers: <c>uvec2</c> in GLSL, <c>uint2</c> in MSL.</summary>
/// <param name="X">Component 0.</param>
/// <param name="Y">Component 1.</param>
public readonly record struct UInt2(uint X, uint Y)
{
    /// <summary>Both components are <paramref name="value"/>.</summary>
    public UInt2(uint value)
        : this(value, value)
    {
    }

    /// <summary>The component with number <paramref name="index"/>, 0 or 1.</summary>
    public uint this[int index] => index switch
    {
        0 => X,
        1 => Y,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Sum, component by component.</summary>
    public static UInt2 operator +(UInt2 a, UInt2 b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Sum of every component and one scalar.</summary>
    public static UInt2 operator +(UInt2 a, uint b) => a + new UInt2(b);

    /// <summary>Difference, component by component.</summary>
    public static UInt2 operator -(UInt2 a, UInt2 b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Difference of every component and one scalar.</summary>
    public static UInt2 operator -(UInt2 a, uint b) => a - new UInt2(b);

    /// <summary>Product, component by component.</summary>
    public static UInt2 operator *(UInt2 a, UInt2 b) => new(a.X * b.X, a.Y * b.Y);

    /// <summary>Product of every component and one scalar.</summary>
    public static UInt2 operator *(UInt2 a, uint b) => a * new UInt2(b);

    /// <summary>Quotient, truncated toward zero, component by component.</summary>
    public static UInt2 operator /(UInt2 a, UInt2 b) => new(a.X / b.X, a.Y / b.Y);

    /// <summary>Quotient, truncated toward zero of every component and one scalar.</summary>
    public static UInt2 operator /(UInt2 a, uint b) => a / new UInt2(b);

    /// <summary>Bitwise and, component by component.</summary>
    public static UInt2 operator &(UInt2 a, UInt2 b) => new(a.X & b.X, a.Y & b.Y);

    /// <summary>Bitwise and of every component and one scalar.</summary>
    public static UInt2 operator &(UInt2 a, uint b) => a & new UInt2(b);

    /// <summary>Bitwise or, component by component.</summary>
    public static UInt2 operator |(UInt2 a, UInt2 b) => new(a.X | b.X, a.Y | b.Y);

    /// <summary>Bitwise or of every component and one scalar.</summary>
    public static UInt2 operator |(UInt2 a, uint b) => a | new UInt2(b);

    /// <summary>Bitwise exclusive or, component by component.</summary>
    public static UInt2 operator ^(UInt2 a, UInt2 b) => new(a.X ^ b.X, a.Y ^ b.Y);

    /// <summary>Shift to the left of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static UInt2 operator <<(UInt2 a, int count) => new(a.X << count, a.Y << count);

    /// <summary>Logical shift to the right of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static UInt2 operator >>(UInt2 a, int count) => new(a.X >> count, a.Y >> count);

    /// <summary>Conversion, truncated toward zero; undefined on a GPU where the value does not fit.</summary>
    public static explicit operator UInt2(Float2 v) => new(unchecked((uint)v.X), unchecked((uint)v.Y));

    /// <summary>The same bits.</summary>
    public static explicit operator UInt2(Int2 v) => new(unchecked((uint)v.X), unchecked((uint)v.Y));
}
