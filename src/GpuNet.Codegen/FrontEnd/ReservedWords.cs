using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace GpuNet.Codegen.FrontEnd;

/// <summary>What a name of a kernel becomes in GLSL ES and MSL, for what it must keep clear of.</summary>
internal enum NameUse
{
    /// <summary>A local variable or a parameter of a function.</summary>
    Local,

    /// <summary>A function, a resource, a shared array or the kernel itself.</summary>
    Global,

    /// <summary>A uniform or a late constant: in GLSL a macro, which reaches into all that follows it.</summary>
    Scalar,
}

/// <summary>Words that names of a kernel may not be in GLSL ES or MSL.</summary>
internal static class ReservedWords
{
    private const string Glsl =
        "active asm atomic_uint attribute buffer cast centroid coherent common external filter flat highp image1D image1DArray " +
        "image2D image2DArray image2DRect image3D imageBuffer imageCube imageCubeArray iimage1D iimage1DArray iimage2D iimage2DArray " +
        "iimage2DRect iimage3D iimageBuffer iimageCube iimageCubeArray uimage1D uimage1DArray uimage2D uimage2DArray uimage2DRect " +
        "uimage3D uimageBuffer uimageCube uimageCubeArray input inout invariant layout lowp mediump noinline noperspective output " +
        "partition patch precise precision readonly resource restrict sample sampler1D sampler1DArray sampler1DArrayShadow " +
        "sampler1DShadow sampler2D sampler2DArray sampler2DArrayShadow sampler2DMS sampler2DMSArray sampler2DRect sampler2DRectShadow " +
        "sampler2DShadow sampler3D sampler3DRect samplerBuffer samplerCube samplerCubeArray samplerCubeArrayShadow samplerCubeShadow " +
        "isampler1D isampler1DArray isampler2D isampler2DArray isampler2DMS isampler2DMSArray isampler2DRect isampler3D isamplerBuffer " +
        "isamplerCube isamplerCubeArray usampler1D usampler1DArray usampler2D usampler2DArray usampler2DMS usampler2DMSArray " +
        "usampler2DRect usampler3D usamplerBuffer usamplerCube usamplerCubeArray shared smooth subroutine superp uniform varying " +
        "writeonly image2DMS image2DMSArray iimage2DMS iimage2DMSArray uimage2DMS uimage2DMSArray";

    // GLSL ES lets nobody declare one anew.
    private const string GlslFunctions =
        "acos acosh all any asin asinh atan atanh barrier bitCount bitfieldExtract bitfieldInsert bitfieldReverse ceil clamp cosh cross " +
        "cos dFdx dFdy degrees determinant distance dot equal exp exp2 faceforward findLSB findMSB floatBitsToInt floatBitsToUint floor " +
        "fract frexp fwidth greaterThan greaterThanEqual groupMemoryBarrier imageAtomicAdd imageLoad imageSize imageStore imulExtended " +
        "intBitsToFloat inverse inversesqrt isinf isnan ldexp length lessThan lessThanEqual log log2 matrixCompMult max memoryBarrier " +
        "memoryBarrierAtomicCounter memoryBarrierBuffer memoryBarrierImage memoryBarrierShared min mix mod modf normalize notEqual " +
        "outerProduct packHalf2x16 packSnorm2x16 packSnorm4x8 packUnorm2x16 packUnorm4x8 pow radians reflect refract round roundEven " +
        "sign sin sinh smoothstep sqrt step tan tanh texelFetch texelFetchOffset texture textureGather textureGrad textureLod " +
        "textureOffset textureProj textureSize transpose trunc uaddCarry uintBitsToFloat umulExtended unpackHalf2x16 unpackSnorm2x16 " +
        "unpackSnorm4x8 unpackUnorm2x16 unpackUnorm4x8 usubBorrow atomicAdd atomicAnd atomicCompSwap atomicCounter " +
        "atomicCounterDecrement atomicCounterIncrement atomicExchange atomicMax atomicMin atomicOr atomicXor imageAtomicAnd " +
        "imageAtomicCompSwap imageAtomicExchange imageAtomicMax imageAtomicMin imageAtomicOr imageAtomicXor interpolateAtCentroid " +
        "interpolateAtOffset interpolateAtSample textureGatherOffset textureGatherOffsets textureGradOffset textureLodOffset " +
        "textureProjGrad textureProjGradOffset textureProjLod textureProjLodOffset textureProjOffset";

    private const string Msl =
        "access alignas alignof and and_eq as_type auto bfloat bitand bitor bool2 bool3 bool4 char8_t char16_t char32_t " +
        "char2 char3 char4 class compl concept consteval constexpr constinit constant const_cast coherent decltype delete depth2d device " +
        "discard dynamic_cast export extern fragment friend half half2 half3 half4 imageblock inline int2 int3 int4 int8_t int16_t " +
        "int32_t int64_t kernel long2 long3 long4 mem_flags metal mutable namespace noexcept not not_eq nullptr or or_eq packed " +
        "packed_float2 packed_float3 packed_float4 ptrdiff_t register reinterpret_cast requires sampler short2 short3 short4 signed " +
        "simdgroup size_t static_assert static_cast template texture1d texture2d texture2d_array texture3d texture_buffer " +
        "texturecube thread thread_local threadgroup threadgroup_barrier typedef typeid typename uchar uchar2 uchar3 uchar4 uint2 uint3 " +
        "uint4 uint8_t uint16_t uint32_t uint64_t ulong union unsigned ushort using vector vertex virtual volatile wchar_t xor " +
        "xor_eq float2 float3 float4 NULL INFINITY NAN HUGE_VALF MAXFLOAT FLT_MAX FLT_MIN FLT_EPSILON INT_MAX INT_MIN " +
        "UINT_MAX CHAR_BIT M_PI_F M_E_F assert typeof errno offsetof";

    // A second one of such a name makes calls ambiguous.
    private const string MslNames =
        "absdiff addsat array array_ref matrix quad simd vec avg clz copysign cospi ctz divide exp10 extract_bits fabs fast fdim fma fmax fmin fmod insert_bits " +
        "isfinite isnormal isordered isunordered log10 mad24 madhi madsat max3 median3 min3 mul24 mulhi popcount powr precise " +
        "reverse_bits rhadd rint rotate rsqrt saturate select signbit sincos sinpi subsat address atan2 atomic coord dfdx dfdy " +
        "discard_fragment distance_squared fast_distance fast_length fast_normalize filter fmax3 fmedian3 fmin3 get_num_samples hadd " +
        "ilogb length_squared memory_order nextafter simdgroup_barrier tanpi";

    // So many begin with these that the whole family is left to Metal.
    private static readonly string[] MslFamilies = ["atomic_", "memory_order_", "pack_", "quad_", "simd_", "unpack_"];

    // What the emitters call and declare: a local of that name would hide it.
    private const string Emitted =
        "main min max clamp abs floor ceil round roundEven rint sqrt inversesqrt rsqrt exp log sin cos tan tanh pow dot fma clz mulhi " +
        "mix all any select findMSB texelFetch imageStore imageLoad barrier memoryBarrierShared umulExtended imulExtended bitfieldExtract " +
        "floatBitsToInt floatBitsToUint intBitsToFloat uintBitsToFloat packHalf2x16 unpackHalf2x16 mulHigh remainderOf packInt8 " +
        "unpackInt8 dotInt8 packHalf4 unpackHalf4 roundHalf4 unpackHalf2 leadingZeroCount returned uniforms Uniforms PRECISE WORKGROUP_X WORKGROUP_Y WORKGROUP_Z workgroup_x workgroup_y " +
        "workgroup_z global_id local_id group_id";

    // The variables of the emitters' own functions, and the words of layouts.
    private const string InReachOfMacros =
        "high highest low bits bytes word value products normal small size finite binding location std140 std430 local_size_x local_size_y local_size_z rgba16f rgba32f rgba32i " +
        "r32ui defined";

    private static readonly HashSet<string> Everywhere = Set($"{Glsl} {Msl} {Emitted}");
    private static readonly HashSet<string> Globally = Set($"{GlslFunctions} {MslNames}");
    private static readonly HashSet<string> AsMacros = Set(InReachOfMacros);

    /// <summary>Whether a name is taken. Words of C# count as well: <c>@in</c> is one in all three languages.</summary>
    public static bool Contain(string name, NameUse use) => Everywhere.Contains(name)
        || (use != NameUse.Local && (Globally.Contains(name) || MslFamilies.Any(family => name.StartsWith(family, StringComparison.Ordinal))))
        || (use == NameUse.Scalar && (AsMacros.Contains(name) || IsSwizzle(name)))
        || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
        || IsVectorOrMatrix(name);

    private static HashSet<string> Set(string words) => [.. words.Split(' ')];

    // A macro called x would reach into every .x.
    private static bool IsSwizzle(string name) => name.Length <= 4
        && (name.All("xyzw".Contains) || name.All("rgba".Contains) || name.All("stpq".Contains));

    // vec2, dvec3, mat4, mat2x3, dmat4x4 and their kin; float2, ushort3, packed_half4, float4x4 and theirs.
    private static bool IsVectorOrMatrix(string name)
    {
        if (name.StartsWith("packed_", StringComparison.Ordinal)) name = name.Substring("packed_".Length);
        var stem = name.TrimEnd('2', '3', '4', 'x');
        return stem != name && stem is "vec" or "ivec" or "uvec" or "bvec" or "dvec" or "hvec" or "fvec" or "mat" or "dmat"
            or "float" or "half" or "bfloat" or "int" or "uint" or "short" or "ushort" or "char" or "uchar" or "long" or "ulong" or "bool";
    }
}
