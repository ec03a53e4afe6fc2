namespace GpuNet.Codegen.Ir;

/// <summary>How scalars that are not parameters themselves are called.</summary>
internal static class ScalarNames
{
    /// <summary>An extent of a resource, such as <c>source_Width</c>.</summary>
    public static string OfExtent(string resource, string extent) => $"{resource}_{extent}";

    /// <summary>A member of a parameter that is a struct, such as <c>window_StrideX</c>.</summary>
    public static string OfMember(string parameter, string member) => $"{parameter}_{member}";
}
