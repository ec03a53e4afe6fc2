namespace GpuNet.Codegen.Tests.Generator;

/// <summary>What is a word, a function, a type or a macro in GLSL ES 3.2 or MSL, from their specifications.</summary>
internal static class ForeignWords
{
    private const string GlslWords =
        "const uniform buffer shared attribute varying coherent volatile restrict readonly writeonly atomic_uint layout centroid flat smooth patch sample " +
        "precise break continue do for while switch case default if else subroutine in out inout float int void bool true false invariant discard return " +
        "mat2 mat3 mat4 mat2x2 mat2x3 mat2x4 mat3x2 mat3x3 mat3x4 mat4x2 mat4x3 mat4x4 vec2 vec3 vec4 ivec2 ivec3 ivec4 bvec2 bvec3 bvec4 uint uvec2 uvec3 " +
        "uvec4 lowp mediump highp precision sampler2D sampler3D samplerCube sampler2DShadow samplerCubeShadow isampler2D usampler2D sampler2DArray " +
        "sampler2DArrayShadow sampler2DMS isampler2DMS usampler2DMS sampler2DMSArray samplerBuffer isamplerBuffer usamplerBuffer image2D iimage2D uimage2D " +
        "image2DArray iimage2DArray uimage2DArray image3D imageCube imageBuffer iimageBuffer uimageBuffer imageCubeArray samplerCubeArray struct common " +
        "partition active asm class union enum typedef template this resource goto inline noinline public static extern external interface long short double " +
        "half fixed unsigned superp input output hvec2 hvec3 hvec4 dvec2 dvec3 dvec4 fvec2 fvec3 fvec4 sampler3DRect filter sizeof cast namespace using " +
        "sampler1D sampler1DShadow sampler1DArray isampler1D usampler1D sampler2DRect image1D image2DRect image1DArray image2DMS image2DMSArray iimage2DMS " +
        "uimage2DMSArray dmat2 dmat3x4 noperspective packed fp16 i8vec4 u16vec2 f16vec4 int8_t int16_t int32_t int64_t uint8_t uint64_t float16_t float32_t float64_t";

    private const string GlslFunctions =
        "radians degrees sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh pow exp log exp2 log2 sqrt inversesqrt abs sign floor trunc round roundEven " +
        "ceil fract mod modf min max clamp mix step smoothstep isnan isinf floatBitsToInt floatBitsToUint intBitsToFloat uintBitsToFloat fma frexp ldexp " +
        "packUnorm2x16 packSnorm2x16 packUnorm4x8 packSnorm4x8 unpackUnorm2x16 unpackSnorm2x16 unpackUnorm4x8 unpackSnorm4x8 packHalf2x16 unpackHalf2x16 length " +
        "distance dot cross normalize faceforward reflect refract matrixCompMult outerProduct transpose determinant inverse lessThan lessThanEqual greaterThan " +
        "greaterThanEqual equal notEqual any all not uaddCarry usubBorrow umulExtended imulExtended bitfieldExtract bitfieldInsert bitfieldReverse bitCount findLSB " +
        "findMSB textureSize texture textureProj textureLod textureOffset texelFetch texelFetchOffset textureGrad textureGather textureGatherOffset " +
        "textureGatherOffsets textureLodOffset textureProjLod textureProjGrad atomicCounter atomicCounterIncrement atomicCounterDecrement atomicAdd atomicMin " +
        "atomicMax atomicAnd atomicOr atomicXor atomicExchange atomicCompSwap imageSize imageLoad imageStore imageAtomicAdd imageAtomicMin imageAtomicMax " +
        "imageAtomicAnd imageAtomicOr imageAtomicXor imageAtomicExchange imageAtomicCompSwap dFdx dFdy fwidth interpolateAtCentroid interpolateAtSample " +
        "interpolateAtOffset barrier memoryBarrier memoryBarrierAtomicCounter memoryBarrierBuffer memoryBarrierImage memoryBarrierShared groupMemoryBarrier EmitVertex " +
        "EndPrimitive textureQueryLod dFdxFine subgroupBarrier allInvocations anyInvocation mid3 binding location offset local_size_x std430 rgba32f r32ui " +
        "gl_WorkGroupSize gl_MaxComputeWorkGroupSize GL_ES __VERSION__ __LINE__ __FILE__ defined main";

    private const string MslWords =
        "alignas alignof and and_eq asm auto bitand bitor bool break case catch char char16_t char32_t class compl const constexpr const_cast continue decltype " +
        "default delete do double dynamic_cast else enum explicit export extern false float for friend goto if inline int long mutable namespace new noexcept not " +
        "not_eq nullptr operator or or_eq private protected public register reinterpret_cast return short signed sizeof static static_assert static_cast struct " +
        "switch template this thread_local throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while xor xor_eq restrict " +
        "typeof half half2 half3 half4 float2 float3 float4 int2 int3 int4 uint uint2 uint3 uint4 char2 char4 uchar uchar2 uchar4 short2 short4 ushort ushort2 " +
        "ushort4 long2 ulong ulong2 bool2 bool4 size_t ptrdiff_t float2x2 float4x4 half4x4 packed_float4 packed_int2 vec kernel vertex fragment device constant thread " +
        "threadgroup threadgroup_imageblock ray_data object_data texture2d texture2d_array texture1d texture3d texture_buffer texturecube depth2d sampler access " +
        "read write sample read_write mem_flags memory_order atomic atomic_int atomic_uint array metal as_type coord address filter matrix simd quad bfloat";

    private const string MslFunctions =
        "clamp mix saturate sign smoothstep step acos acosh asin asinh atan atan2 atanh ceil copysign cos cosh cospi divide exp exp2 exp10 fabs abs fdim floor fma fmax " +
        "fmax3 fmedian3 fmin fmin3 fmod fract frexp ilogb ldexp log log2 log10 max max3 median3 min min3 modf nextafter pow powr rint round rsqrt sin sincos sinh sinpi sqrt " +
        "tan tanh tanpi trunc absdiff addsat clz ctz extract_bits hadd insert_bits mad24 madhi madsat mul24 mulhi popcount reverse_bits rhadd rotate subsat all any " +
        "isfinite isinf isnan isnormal isordered isunordered not select signbit cross distance distance_squared dot faceforward fast_distance length length_squared " +
        "normalize reflect refract determinant transpose threadgroup_barrier simdgroup_barrier simd_sum simd_shuffle quad_sum dfdx dfdy fwidth discard_fragment " +
        "atomic_store_explicit atomic_fetch_add_explicit pack_float_to_unorm4x8 unpack_unorm4x8_to_float get_num_samples fast precise INFINITY NAN HUGE_VALF MAXFLOAT FLT_MAX " +
        "FLT_MIN FLT_EPSILON INT_MAX INT_MIN UINT_MAX CHAR_BIT M_PI_F M_PI M_E_F assert NULL offsetof errno linux unix near far";

    /// <summary>All of them, and names of other forms that go wrong, once each.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. $"{GlslWords} {GlslFunctions} {MslWords} {MslFunctions} a__b trailing_ _ __ _a gl_x copy_1 sourceBlock x xy rgba st".Split(' ').Distinct()];
}
