namespace GpuNet.Cli.Output;

/// <summary>What <c>retrain --json</c> prints.</summary>
internal sealed record RetrainReport(
    string Model, string Base, string? Device, IReadOnlyList<ClassCount> Classes, int Training, int Validation, int Test, int BottlenecksComputed,
    int BottlenecksCached, int Epochs, double TrainingAccuracy, double? ValidationAccuracy, double? TestAccuracy, ConfusionReport Confusion,
    IReadOnlyList<MistakeReport> Mistakes, IReadOnlyList<string> Broken, IReadOnlyList<string> Duplicates, IReadOnlyList<string> Conflicts,
    string Fit, string Advice);

/// <summary>What <c>train --json</c> prints.</summary>
internal sealed record TrainReport(
    string Model, IReadOnlyList<ClassCount> Classes, int Training, int Validation, int Test, int Epochs, int ResumedAfter, double TrainingAccuracy,
    double? ValidationAccuracy, double? TestAccuracy, IReadOnlyList<MistakeReport> Mistakes, IReadOnlyList<string> Broken, string Fit, string Advice);

/// <summary>A class and how many images of it can be used.</summary>
internal sealed record ClassCount(string Name, int Images);

/// <summary>Row: what images are; column: what they were taken for.</summary>
internal sealed record ConfusionReport(string Part, IReadOnlyList<string> Classes, IReadOnlyList<IReadOnlyList<int>> Counts);

/// <summary>An image that was taken for another class.</summary>
internal sealed record MistakeReport(string Image, string Class, string TakenFor, double Probability);

/// <summary>What <c>quantize --json</c> prints.</summary>
internal sealed record QuantizeReport(
    string Model, string Source, string Type, string Device, long SourceBytes, long Bytes, int Images, int SameTop, IReadOnlyList<string> Changed,
    IReadOnlyList<LayerNoiseReport> Layers);

/// <summary>The noise of a layer; null decibels where nothing differs.</summary>
internal sealed record LayerNoiseReport(string Operator, string Tensor, double? SnrDb);

/// <summary>What <c>fetch --json</c> prints.</summary>
internal sealed record FetchReport(string Folder, int Fetched, int Present, int Duplicates, IReadOnlyList<FetchFailure> Failed);

/// <summary>An image that was not fetched.</summary>
internal sealed record FetchFailure(string Url, string Problem);
