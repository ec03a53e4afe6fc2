namespace GpuNet.MetalStandIn.Tests.Language;

/// <summary>Small MSL sources.</summary>
internal static class Sources
{
    public const string Head = "#include <metal_stdlib>\nusing namespace metal;\n";

    /// <summary>A kernel with a buffer of each kind, a read and a written texture, and positions.</summary>
    public static string Kernel(string body) => Head
        + "constant int width [[function_constant(3)]];\n"
        + "kernel void test(device const float4* source [[buffer(0)]], device float4* target [[buffer(1)]],\n"
        + "    texture2d_array<float, access::read> image [[texture(0)]], texture2d_array<float, access::write> output [[texture(1)]],\n"
        + "    uint3 global_id [[thread_position_in_grid]], uint3 local_id [[thread_position_in_threadgroup]])\n{\n"
        + "    threadgroup float shared_v[32];\n    float4 f = source[0];\n    int4 i = int4(1);\n    uint4 u = uint4(1u);\n    half4 h = half4(f);\n"
        + body + "\n    target[0] = f + float4(i) + float4(u) + float4(h);\n}\n";
}
