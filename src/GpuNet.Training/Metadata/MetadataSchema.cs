using GpuNet.Import;

namespace GpuNet.Metadata;

/// <summary>The tables of TensorFlow Lite's model metadata (identifier M001): the fields that are written or read here.</summary>
internal static class MetadataSchema
{
    /// <summary>The name of the metadata entry whose buffer holds such a file.</summary>
    public const string EntryName = "TFLITE_METADATA";

    /// <summary>AssociatedFileType of a file with one name for each index along an axis.</summary>
    public const int TensorAxisLabels = 2;

    /// <summary>ContentProperties of an image.</summary>
    public const int ImageProperties = 2;

    /// <summary>ProcessUnitOptions of a normalisation.</summary>
    public const int NormalizationOptions = 1;

    /// <summary>ColorSpaceType of red, green, blue.</summary>
    public const int Rgb = 1;

    /// <summary>ColorSpaceType of brightness.</summary>
    public const int Grayscale = 2;

    /// <summary>The four letters at byte 4.</summary>
    public static ReadOnlySpan<byte> Identifier => "M001"u8;

    public static class Model
    {
        public static readonly SchemaField Name = new(0, "name");
        public static readonly SchemaField Description = new(1, "description");
        public static readonly SchemaField Subgraphs = new(3, "subgraph_metadata");
        public static readonly SchemaField MinParserVersion = new(7, "min_parser_version");
    }

    public static class SubGraph
    {
        public static readonly SchemaField Inputs = new(2, "input_tensor_metadata");
        public static readonly SchemaField Outputs = new(3, "output_tensor_metadata");
    }

    public static class Tensor
    {
        public static readonly SchemaField Name = new(0, "name");
        public static readonly SchemaField Content = new(3, "content");
        public static readonly SchemaField ProcessUnits = new(4, "process_units");
        public static readonly SchemaField AssociatedFiles = new(6, "associated_files");
    }

    public static class Content
    {
        public static readonly SchemaField PropertiesType = new(0, "content_properties_type");
        public static readonly SchemaField Properties = new(1, "content_properties");
    }

    public static class Image
    {
        public static readonly SchemaField ColorSpace = new(0, "color_space");
    }

    public static class ProcessUnit
    {
        public static readonly SchemaField OptionsType = new(0, "options_type");
        public static readonly SchemaField Options = new(1, "options");
    }

    public static class Normalization
    {
        public static readonly SchemaField Mean = new(0, "mean");
        public static readonly SchemaField Std = new(1, "std");
    }

    public static class AssociatedFile
    {
        public static readonly SchemaField Name = new(0, "name");
        public static readonly SchemaField Type = new(2, "type");
    }
}
