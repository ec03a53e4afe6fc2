using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>
/// Gives every name of a kernel a form that is free in GLSL and MSL: the C# name wherever it can be, else with a digit or an
/// underscore behind it.
/// </summary>
internal sealed class Names
{
    // Words of GLSL ES, MSL and C++ that C# leaves to the programmer, the functions that kernels call, and the names that
    // the emitters use themselves.
    private static readonly HashSet<string> Reserved = new((
        "active asm atomic_uint attribute auto bvec2 bvec3 bvec4 buffer cast centroid class coherent common compl concept consteval " +
        "constexpr constinit constant constant_id delete device discard dmat2 dmat3 dmat4 dvec2 dvec3 dvec4 export extern external " +
        "filter flat friend half half2 half3 half4 highp hvec2 hvec3 hvec4 image2D image2DArray image3D imageCube inline inout input " +
        "int2 int3 int4 invariant isampler2D isampler2DArray ivec2 ivec3 ivec4 kernel layout lowp main mat2 mat3 mat4 mediump metal " +
        "mutable namespace noexcept noinline noperspective not or and xor or_eq and_eq xor_eq bitand bitor not_eq nullptr output " +
        "packed partition patch precise precision ptrdiff_t readonly register reinterpret_cast requires resource restrict sample " +
        "sampler sampler1D sampler2D sampler2DArray sampler3D samplerCube shared signed size_t smooth static_assert static_cast " +
        "subroutine superp template texture texture2d texture2d_array texture3d thread thread_local threadgroup typedef typeid " +
        "typename uint2 uint3 uint4 uimage2D uniform union unsigned usampler2D usampler2DArray using uvec2 uvec3 uvec4 varying vec2 " +
        "vec3 vec4 vector vertex fragment virtual volatile wchar_t writeonly float2 float3 float4 bool2 bool3 bool4 char short long " +
        "min max clamp abs floor ceil round roundEven rint sqrt inversesqrt rsqrt exp log sin cos tan tanh pow dot fma clz mulhi " +
        "mulHigh remainderOf packInt8 unpackInt8 dotInt8 packHalf4 unpackHalf4 packHalf2x16 unpackHalf2x16 findMSB texelFetch imageStore imageLoad barrier " +
        "memoryBarrierShared threadgroup_barrier mix step sign fract mod all any select as_type umulExtended imulExtended " +
        "PRECISE precise returned floatBitsToInt floatBitsToUint intBitsToFloat uintBitsToFloat global_id local_id group_id workgroup_x workgroup_y " +
        "workgroup_z WORKGROUP_X WORKGROUP_Y WORKGROUP_Z").Split(' '));

    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>A name that nothing else in the kernel has.</summary>
    /// <param name="name">The name in C#.</param>
    /// <param name="isMacro">Whether GLSL has it as a macro: one called x would reach into every .x.</param>
    public string Unique(string name, bool isMacro = false)
    {
        var safe = Safe(name);
        if (isMacro && IsSwizzle(safe)) safe += "_v";
        var candidate = safe;
        for (var i = 1; !taken.Add(candidate); i++) candidate = $"{safe}{i}_";
        return candidate;
    }

    private static string Safe(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name)
        {
            var isWord = c is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_';
            if (!isWord) text.Append('u').Append(((int)c).ToString("x4"));
            // Two underscores in a row are reserved in GLSL.
            else if (c != '_' || text.Length == 0 || text[text.Length - 1] != '_') text.Append(c);
        }

        var safe = text.ToString();
        var isReserved = Reserved.Contains(safe)
            || safe.StartsWith("gl_", StringComparison.Ordinal)
            || (safe.Length > 1 && char.IsDigit(safe[safe.Length - 1]) && safe.LastIndexOf('_') is var last && last >= 0
                && safe.Skip(last + 1).All(char.IsDigit));
        return isReserved ? safe.TrimEnd('_') + "_v" : safe;
    }

    private static bool IsSwizzle(string name) => name.Length <= 4
        && (name.All("xyzw".Contains) || name.All("rgba".Contains) || name.All("stpq".Contains));
}
