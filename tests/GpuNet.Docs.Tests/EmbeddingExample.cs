namespace GpuNet.Docs.Tests;

/// <summary>What the README shows between the marks, so that it compiles and is run.</summary>
internal static class EmbeddingExample
{
    // example: begin
    public static float[] Infer(string modelPath, float[] image)
    {
        using var device = GpuDevices.Open();
        using var session = Model.Load(modelPath).CreateSession(device);
        session.Inputs[0].Write<float>(image);
        session.Run();
        var result = new float[session.Outputs[0].Length];
        session.Outputs[0].Read<float>(result);
        return result;
    }
    // example: end
}
