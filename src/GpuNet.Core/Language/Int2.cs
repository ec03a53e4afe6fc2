namespace GpuNet.Language;

/// <summary>A vector of two signed 32-bit integers: <c>ivec2</c> in GLSL, <c>int2</c> in MSL.</summary>
/// <param name="X">Component 0.</param>
/// <param name="Y">Component 1.</param>
public readonly record struct Int2(int X, int Y)
{
    /// <summary>Both components are <paramref name="value"/>.</summary>
    public Int2(int value)
        : this(value, value)
    {
    }

    /// <summary>The component with number <paramref name="index"/>, 0 or 1.</summary>
    public int this[int index] => index switch
    {
        0 => X,
        1 => Y,
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    /// <summary>Sum, component by component.</summary>
    public static Int2 operator +(Int2 a, Int2 b) => new(a.X + b.X, a.Y + b.Y);

    /// <summary>Sum of every component and one scalar.</summary>
    public static Int2 operator +(Int2 a, int b) => a + new Int2(b);

    /// <summary>Difference, component by component.</summary>
    public static Int2 operator -(Int2 a, Int2 b) => new(a.X - b.X, a.Y - b.Y);

    /// <summary>Difference of every component and one scalar.</summary>
    public static Int2 operator -(Int2 a, int b) => a - new Int2(b);

    /// <summary>Product, component by component.</summary>
    public static Int2 operator *(Int2 a, Int2 b) => new(a.X * b.X, a.Y * b.Y);

    /// <summary>Product of every component and one scalar.</summary>
    public static Int2 operator *(Int2 a, int b) => a * new Int2(b);

    /// <summary>Quotient, truncated toward zero, component by component.</summary>
    public static Int2 operator /(Int2 a, Int2 b) => new(a.X / b.X, a.Y / b.Y);

    /// <summary>Quotient, truncated toward zero of every component and one scalar.</summary>
    public static Int2 operator /(Int2 a, int b) => a / new Int2(b);

    /// <summary>Bitwise and, component by component.</summary>
    public static Int2 operator &(Int2 a, Int2 b) => new(a.X & b.X, a.Y & b.Y);

    /// <summary>Bitwise and of every component and one scalar.</summary>
    public static Int2 operator &(Int2 a, int b) => a & new Int2(b);

    /// <summary>Bitwise or, component by component.</summary>
    public static Int2 operator |(Int2 a, Int2 b) => new(a.X | b.X, a.Y | b.Y);

    /// <summary>Bitwise or of every component and one scalar.</summary>
    public static Int2 operator |(Int2 a, int b) => a | new Int2(b);

    /// <summary>Bitwise exclusive or, component by component.</summary>
    public static Int2 operator ^(Int2 a, Int2 b) => new(a.X ^ b.X, a.Y ^ b.Y);

    /// <summary>Shift to the left of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static Int2 operator <<(Int2 a, int count) => new(a.X << count, a.Y << count);

    /// <summary>Arithmetic shift to the right of every component by <paramref name="count"/> bits, 0 to 31.</summary>
    public static Int2 operator >>(Int2 a, int count) => new(a.X >> count, a.Y >> count);

    /// <summary>Negation of every component.</summary>
    public static Int2 operator -(Int2 a) => new(-a.X, -a.Y);

    /// <summary>Conversion, truncated toward zero; undefined on a GPU where the value does not fit.</summary>
    public static explicit operator Int2(Float2 v) => new(unchecked((int)v.X), unchecked((int)v.Y));

    /// <summary>The same bits.</summary>
    public static explicit operator Int2(UInt2 v) => new(unchecked((int)v.X), unchecked((int)v.Y));
}
