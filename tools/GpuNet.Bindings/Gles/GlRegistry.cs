using System.Globalization;
using System.Xml.Linq;

namespace GpuNet.Bindings;

/// <summary>A parameter of a command, with its type as C# writes it.</summary>
internal sealed record GlParameter(string Type, string Name);

/// <summary>A command, with its types as C# writes them.</summary>
internal sealed record GlCommand(string Name, string ReturnType, IReadOnlyList<GlParameter> Parameters);

/// <summary>Commands and enums of one of Khronos' registries of the older form: gl.xml and egl.xml.</summary>
internal sealed class GlRegistry
{
    private readonly string path;
    private readonly Dictionary<string, XElement> commands;
    private readonly ILookup<string, XElement> enums;

    /// <summary>Reads a registry.</summary>
    public GlRegistry(string path)
    {
        this.path = path;
        var root = XDocument.Load(path).Root ?? throw new BindingsException($"{path}: it has no root element.");
        commands = root.Elements("commands").Elements("command").ToDictionary(c => c.Element("proto")!.Element("name")!.Value);
        enums = root.Elements("enums").Elements("enum").ToLookup(e => e.Attribute("name")!.Value);
    }

    /// <summary>The command called <paramref name="name"/>.</summary>
    /// <exception cref="BindingsException">There is none, or one of its types has no form in C# here.</exception>
    public GlCommand Command(string name)
    {
        if (!commands.TryGetValue(name, out var command)) throw new BindingsException($"{path}: there is no command {name}.");
        return new GlCommand(
            name,
            TypeOf(command.Element("proto")!, name),
            [.. command.Elements("param").Select(p => new GlParameter(TypeOf(p, name), p.Element("name")!.Value))]);
    }

    /// <summary>The value of the enum called <paramref name="name"/>.</summary>
    /// <exception cref="BindingsException">There is none, or it is not a 32-bit number.</exception>
    public uint EnumValue(string name)
    {
        // A name that differs between APIs stands there once for each; the one for OpenGL ES, or for all, is meant.
        var found = enums[name].FirstOrDefault(e => e.Attribute("api")?.Value is null or "gles2" or "egl")
            ?? throw new BindingsException($"{path}: there is no enum {name}.");
        var text = found.Attribute("value")!.Value;
        var isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return uint.TryParse(
            isHex ? text[2..] : text, isHex ? NumberStyles.HexNumber : NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw new BindingsException($"{path}: {name} is '{text}', which is not a number of 32 bits.");
    }

    /// <summary>The C# form of a C declaration such as <c>const &lt;ptype&gt;GLchar&lt;/ptype&gt; *const* &lt;name&gt;..</c>.</summary>
    private string TypeOf(XElement declaration, string command)
    {
        var text = string.Concat(declaration.Nodes().TakeWhile(n => n is not XElement { Name.LocalName: "name" })
            .Select(n => n is XElement element ? element.Value : n.ToString()));
        var stars = text.Count(c => c == '*');
        var name = text.Replace("const", "", StringComparison.Ordinal).Replace("*", "", StringComparison.Ordinal).Trim();
        var type = name switch
        {
            "void" => "void",
            "char" or "GLchar" or "GLubyte" or "GLboolean" => "byte",
            "int" or "GLint" or "GLsizei" or "EGLint" => "int",
            "GLenum" or "GLuint" or "GLbitfield" or "EGLBoolean" or "EGLenum" => "uint",
            "GLint64" => "long",
            "GLuint64" => "ulong",
            "GLintptr" or "GLsizeiptr" or "EGLAttrib" => "nint",
            "GLsync" or "GLDEBUGPROCKHR" => "nint",
            "EGLDisplay" or "EGLConfig" or "EGLContext" or "EGLSurface" or "EGLNativeDisplayType" => "nint",
            "__eglMustCastToProperFunctionPointerType" => "nint",
            _ => throw new BindingsException($"{path}: {command} uses {name}, which has no form in C# yet."),
        };
        return type + new string('*', stars);
    }
}
