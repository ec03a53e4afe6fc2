using System.Text;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using GpuNet.Shaders;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>A linked program with one compute shader.</summary>
internal sealed unsafe class GlesPipeline : GlesObject, IPipeline
{
    private GlesPipeline(GlesContextThread thread, PipelineRequest request, uint id)
        : base(thread, request.Variant.ToString(), id) => Request = request;

    public PipelineRequest Request { get; }

    /// <summary>Compiles and links, or takes the program from the cache if there is one.</summary>
    /// <exception cref="DeviceException">The request is above a limit of the device, or the driver rejects the shader.</exception>
    public static GlesPipeline Create(GlesContextThread thread, DeviceInfo device, PipelineRequest request, ProgramCache? programs)
    {
        ArgumentNullException.ThrowIfNull(request);
        GlesPipelineLimits.Check(device, request);
        var source = GlslConstants.Define(request);
        return new GlesPipeline(thread, request, thread.Invoke(gl =>
        {
            if (programs?.TryLoad(gl, source) is { } kept and not 0) return kept;
            var program = Link(gl, request.Variant, source);
            programs?.Keep(gl, source, program);
            return program;
        }));
    }

    private protected override void Delete(Gl gl) => gl.glDeleteProgram(Id);

    private static uint Link(Gl gl, KernelVariant variant, byte[] source)
    {
        uint shader = 0, program = 0;
        try
        {
            shader = Compile(gl, variant, source);
            program = gl.glCreateProgram();
            gl.glAttachShader(program, shader);
            gl.glProgramParameteri(program, GL_PROGRAM_BINARY_RETRIEVABLE_HINT, 1);
            gl.glLinkProgram(program);
            int isLinked, logLength;
            gl.glGetProgramiv(program, GL_LINK_STATUS, &isLinked);
            gl.glGetProgramiv(program, GL_INFO_LOG_LENGTH, &logLength);
            if (isLinked == 0)
            {
                var log = new byte[Math.Max(logLength, 1)];
                fixed (byte* first = log) gl.glGetProgramInfoLog(program, log.Length, null, first);
                throw Rejection(variant, "link", log);
            }

            gl.Check($"Linking {variant}");
            return program;
        }
        catch (DeviceException)
        {
            gl.glDeleteProgram(program);
            throw;
        }
        finally
        {
            gl.glDeleteShader(shader);
        }
    }

    private static uint Compile(Gl gl, KernelVariant variant, byte[] source)
    {
        var shader = gl.glCreateShader(GL_COMPUTE_SHADER);
        if (shader == 0) gl.Check($"{variant}: glCreateShader");
        var length = source.Length;
        fixed (byte* text = source) gl.glShaderSource(shader, 1, &text, &length);
        gl.glCompileShader(shader);
        int isCompiled, logLength;
        gl.glGetShaderiv(shader, GL_COMPILE_STATUS, &isCompiled);
        gl.glGetShaderiv(shader, GL_INFO_LOG_LENGTH, &logLength);
        if (isCompiled != 0) return shader;
        var log = new byte[Math.Max(logLength, 1)];
        fixed (byte* first = log) gl.glGetShaderInfoLog(shader, log.Length, null, first);
        gl.glDeleteShader(shader);
        throw Rejection(variant, "compile", log);
    }

    private static DeviceException Rejection(KernelVariant variant, string step, byte[] log) =>
        new($"The driver does not {step} {variant}: {GlesContext.OneLine(Encoding.UTF8.GetString(log))}");
}
