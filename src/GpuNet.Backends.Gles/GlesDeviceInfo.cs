using System.Runtime.InteropServices;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>Asks a context what its device is and what it can do.</summary>
internal static unsafe class GlesDeviceInfo
{
    public const string Backend = "gles";

    private const string VersionPrefix = "OpenGL ES ";

    private static readonly string[] SoftwareRenderers = ["llvmpipe", "softpipe", "swrast", "SwiftShader"];

    private static readonly string[] IntegratedRenderers =
        ["Adreno", "Mali", "Immortalis", "PowerVR", "Xclipse", "V3D", "VideoCore", "Vivante", "Tegra", "Intel", "Apple"];

    private static readonly string[] DiscreteRenderers = ["GeForce", "NVIDIA", "Quadro", "Radeon RX", "Radeon Pro"];

    public static DeviceInfo Query(Gl gl)
    {
        var renderer = Text(gl, GL_RENDERER);
        var (version, driver) = SplitVersion(Text(gl, GL_VERSION));
        if (driver.Length == 0) driver = Text(gl, GL_VENDOR);
        var kind = KindOf(renderer);
        // Every device has medium precision; what it computes at that is its own matter.
        var features = DeviceFeatures.Float16Arithmetic;
        if (kind is DeviceKind.IntegratedGpu or DeviceKind.Software) features |= DeviceFeatures.UnifiedMemory;
        return new DeviceInfo(Backend, renderer, driver, version, kind, Limits(gl), features);
    }

    /// <summary>Whether the context has the extension called <paramref name="name"/>.</summary>
    public static bool HasExtension(Gl gl, string name)
    {
        var count = Integer(gl, GL_NUM_EXTENSIONS);
        for (var i = 0u; i < count; i++)
        {
            if (Marshal.PtrToStringUTF8((nint)gl.glGetStringi(GL_EXTENSIONS, i)) == name) return true;
        }

        return false;
    }

    /// <summary>The one value of a state variable.</summary>
    public static int Integer(Gl gl, uint name)
    {
        int value;
        gl.glGetIntegerv(name, &value);
        return value;
    }

    /// <summary>GL_VERSION, "OpenGL ES 3.2 Mesa 22.3.6", as the API's version and the driver's own words.</summary>
    internal static (string Version, string Driver) SplitVersion(string text)
    {
        if (!text.StartsWith(VersionPrefix, StringComparison.Ordinal)) return (text, "");
        var rest = text[VersionPrefix.Length..];
        var space = rest.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? (rest, "") : (rest[..space], rest[(space + 1)..].Trim());
    }

    /// <summary>OpenGL ES does not tell the kind of a device, so its name must.</summary>
    internal static DeviceKind KindOf(string renderer)
    {
        return Names(SoftwareRenderers) ? DeviceKind.Software
            : Names(IntegratedRenderers) ? DeviceKind.IntegratedGpu
            : Names(DiscreteRenderers) ? DeviceKind.DiscreteGpu
            : DeviceKind.OtherGpu;

        bool Names(string[] known) => known.Any(k => renderer.Contains(k, StringComparison.OrdinalIgnoreCase));
    }

    // softpipe takes larger ones, and reads texel 16384 as texel 0: the number of a texel has fourteen bits in its cache.
    private static int TexelBufferElements(Gl gl)
    {
        const int ofSoftpipe = 1 << 14;
        var most = Integer(gl, GL_MAX_TEXTURE_BUFFER_SIZE_EXT);
        return Text(gl, GL_RENDERER).Contains("softpipe", StringComparison.OrdinalIgnoreCase) ? Math.Min(most, ofSoftpipe) : most;
    }

    private static DeviceLimits Limits(Gl gl)
    {
        var readsTexels = gl.Has_glTexBufferRangeEXT && HasExtension(gl, GlesTexelBuffer.Extension);
        long storageBlockBytes;
        gl.glGetInteger64v(GL_MAX_SHADER_STORAGE_BLOCK_SIZE, &storageBlockBytes);
        return new DeviceLimits
        {
            MaxWorkgroupInvocations = Integer(gl, GL_MAX_COMPUTE_WORK_GROUP_INVOCATIONS),
            MaxWorkgroupSize = Grid(gl, GL_MAX_COMPUTE_WORK_GROUP_SIZE),
            MaxWorkgroupCount = Grid(gl, GL_MAX_COMPUTE_WORK_GROUP_COUNT),
            MaxSharedMemoryBytes = Integer(gl, GL_MAX_COMPUTE_SHARED_MEMORY_SIZE),
            MaxStorageBuffers = Math.Min(
                Integer(gl, GL_MAX_COMPUTE_SHADER_STORAGE_BLOCKS), Integer(gl, GL_MAX_SHADER_STORAGE_BUFFER_BINDINGS)),
            MaxStorageImages = Math.Min(Integer(gl, GL_MAX_COMPUTE_IMAGE_UNIFORMS), Integer(gl, GL_MAX_IMAGE_UNITS)),
            MaxSampledTextures = Integer(gl, GL_MAX_COMPUTE_TEXTURE_IMAGE_UNITS),
            MaxStorageBufferBytes = storageBlockBytes,
            MaxTexelBufferElements = readsTexels ? TexelBufferElements(gl) : 0,
            StorageBufferAlignment = Math.Max(
                Integer(gl, GL_SHADER_STORAGE_BUFFER_OFFSET_ALIGNMENT), readsTexels ? Integer(gl, GL_TEXTURE_BUFFER_OFFSET_ALIGNMENT_EXT) : 1),
            MaxTextureExtent = Integer(gl, GL_MAX_TEXTURE_SIZE),
            MaxTextureLayers = Integer(gl, GL_MAX_ARRAY_TEXTURE_LAYERS),
        };
    }

    private static GridSize Grid(Gl gl, uint name)
    {
        var extents = stackalloc int[3];
        for (var axis = 0u; axis < 3; axis++) gl.glGetIntegeri_v(name, axis, extents + axis);
        return new GridSize(extents[0], extents[1], extents[2]);
    }

    private static string Text(Gl gl, uint name) => Marshal.PtrToStringUTF8((nint)gl.glGetString(name)) ?? "";
}
