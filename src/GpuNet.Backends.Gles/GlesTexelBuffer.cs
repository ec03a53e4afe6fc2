using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>A texture whose texels are a range of a buffer: what GL_EXT_texture_buffer calls a buffer texture.</summary>
internal sealed unsafe class GlesTexelBuffer : GlesObject
{
    /// <summary>The extension that all this needs.</summary>
    public const string Extension = "GL_EXT_texture_buffer";

    private GlesTexelBuffer(GlesContextThread thread, string name, uint id)
        : base(thread, name, id)
    {
    }

    /// <summary>Makes one.</summary>
    /// <exception cref="DeviceException">The driver refuses.</exception>
    public static GlesTexelBuffer Create(GlesContextThread thread, GlesBuffer buffer, BufferRange range, TexelFormat format)
    {
        var id = thread.Invoke(gl =>
        {
            uint created;
            gl.glGenTextures(1, &created);
            try
            {
                gl.glActiveTexture(GL_TEXTURE0);
                gl.glBindTexture(GL_TEXTURE_BUFFER_EXT, created);
                gl.glTexBufferRangeEXT(
                    GL_TEXTURE_BUFFER_EXT, GlesTexture.InternalFormatOf(format), buffer.Id, (nint)range.Offset, (nint)range.ByteLength);
                gl.Check($"Reading buffer '{buffer.Name}' as texels of {format}: glTexBufferRange");
            }
            catch (DeviceException)
            {
                gl.glDeleteTextures(1, &created);
                throw;
            }

            return created;
        });
        return new GlesTexelBuffer(thread, buffer.Name, id);
    }

    private protected override void Delete(Gl gl)
    {
        var id = Id;
        gl.glDeleteTextures(1, &id);
    }
}
