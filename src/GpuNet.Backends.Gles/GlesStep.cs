using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>One step of a recorded list: the calls of the API with every argument known. Replaying allocates nothing.</summary>
internal abstract class GlesStep
{
    /// <summary>
    /// All that commands do here: shaders write buffers and images, and what they wrote is read as buffers, by fetches, by
    /// copies, by uploads from a buffer into a texture, and by the host.
    /// </summary>
    private const uint EveryBarrier = GL_SHADER_STORAGE_BARRIER_BIT | GL_SHADER_IMAGE_ACCESS_BARRIER_BIT
        | GL_TEXTURE_FETCH_BARRIER_BIT | GL_BUFFER_UPDATE_BARRIER_BIT | GL_PIXEL_BUFFER_BARRIER_BIT | GL_TEXTURE_UPDATE_BARRIER_BIT;

    public abstract void Replay(Gl gl);

    /// <summary>Makes what shaders wrote before visible to all that comes after.</summary>
    public sealed class Barrier : GlesStep
    {
        public static Barrier Instance { get; } = new();

        public override void Replay(Gl gl) => gl.glMemoryBarrier(EveryBarrier);
    }

    public sealed class UseProgram(uint program) : GlesStep
    {
        public override void Replay(Gl gl) => gl.glUseProgram(program);
    }

    /// <summary>The uniforms of the program in use, at location 0.</summary>
    public sealed unsafe class SetUniforms : GlesStep
    {
        private const int WordsOfVector = 4;

        private readonly int[] words;

        public SetUniforms(IReadOnlyList<uint> uniforms)
        {
            words = new int[(uniforms.Count + WordsOfVector - 1) / WordsOfVector * WordsOfVector];
            for (var i = 0; i < uniforms.Count; i++) words[i] = unchecked((int)uniforms[i]);
        }

        public override void Replay(Gl gl)
        {
            fixed (int* first = words) gl.glUniform4iv(0, words.Length / WordsOfVector, first);
        }
    }

    public sealed class BindBuffer(uint index, uint buffer, nint offset, nint byteLength) : GlesStep
    {
        public override void Replay(Gl gl) => gl.glBindBufferRange(GL_SHADER_STORAGE_BUFFER, index, buffer, offset, byteLength);
    }

    public sealed class BindTexture(uint unit, uint texture) : GlesStep
    {
        public override void Replay(Gl gl)
        {
            gl.glActiveTexture(GL_TEXTURE0 + unit);
            gl.glBindTexture(GL_TEXTURE_2D_ARRAY, texture);
        }
    }

    /// <summary>A range of a buffer, to be read as texels.</summary>
    public sealed class BindTexels(uint unit, uint texture) : GlesStep
    {
        public override void Replay(Gl gl)
        {
            gl.glActiveTexture(GL_TEXTURE0 + unit);
            gl.glBindTexture(GL_TEXTURE_BUFFER_EXT, texture);
        }
    }

    /// <summary>All layers of a texture, for writing.</summary>
    public sealed class BindImage(uint unit, uint texture, uint format) : GlesStep
    {
        public override void Replay(Gl gl) => gl.glBindImageTexture(unit, texture, 0, 1, 0, GL_WRITE_ONLY, format);
    }

    public sealed class Dispatch(GridSize groups) : GlesStep
    {
        public override void Replay(Gl gl) => gl.glDispatchCompute((uint)groups.X, (uint)groups.Y, (uint)groups.Z);
    }

    public sealed class CopyBuffer(uint source, nint sourceOffset, uint destination, nint destinationOffset, nint byteLength) : GlesStep
    {
        public override void Replay(Gl gl)
        {
            gl.glBindBuffer(GL_COPY_READ_BUFFER, source);
            gl.glBindBuffer(GL_COPY_WRITE_BUFFER, destination);
            gl.glCopyBufferSubData(GL_COPY_READ_BUFFER, GL_COPY_WRITE_BUFFER, sourceOffset, destinationOffset, byteLength);
        }
    }

    /// <summary>Fills a whole texture from a buffer. Leaves the texture bound to unit 0.</summary>
    public sealed unsafe class CopyToTexture(uint source, nint offset, GlesTexture texture) : GlesStep
    {
        public override void Replay(Gl gl)
        {
            gl.glBindBuffer(GL_PIXEL_UNPACK_BUFFER, source);
            gl.glActiveTexture(GL_TEXTURE0);
            gl.glBindTexture(GL_TEXTURE_2D_ARRAY, texture.Id);
            gl.glTexSubImage3D(
                GL_TEXTURE_2D_ARRAY, 0, 0, 0, 0, texture.Width, texture.Height, texture.Layers,
                texture.Components, texture.ComponentType, (void*)offset);
        }
    }
}
