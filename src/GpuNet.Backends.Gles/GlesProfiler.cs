using System.Diagnostics;
using GpuNet.Backends.Gles.Interop;
using GpuNet.Devices;
using static GpuNet.Backends.Gles.Interop.Gl;

namespace GpuNet.Backends.Gles;

/// <summary>Measures each command of a list, in nanoseconds; 0 for barriers.</summary>
internal static unsafe class GlesProfiler
{
    /// <summary>Measures with the device's timer where it has one that can be trusted, else by the wall clock.</summary>
    public static long[] Measure(Gl gl, DeviceInfo device, GlesStep[][] commands)
    {
        // A driver that computes on the CPU answers with the time that it took to take the command in.
        var hasTimer = device.Kind != DeviceKind.Software
            && gl.Has_glGetQueryObjectui64vEXT && GlesDeviceInfo.HasExtension(gl, "GL_EXT_disjoint_timer_query");
        var times = (hasTimer ? ByTimer(gl, commands) : null) ?? ByClock(gl, commands);
        GlesStep.Barrier.Instance.Replay(gl);
        gl.Check("Profiling a command list");
        return times;
    }

    /// <summary>Waits for the device after each command, by the wall clock.</summary>
    internal static long[] ByClock(Gl gl, GlesStep[][] commands)
    {
        var times = new long[commands.Length];
        gl.glFinish();
        for (var i = 0; i < commands.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            Replay(gl, commands[i]);
            if (IsBarrier(commands[i])) continue;
            gl.glFinish();
            times[i] = (long)Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }

        return times;
    }

    /// <summary>By the device's timer; null if something upset it meanwhile, such as a change of the clock rate.</summary>
    internal static long[]? ByTimer(Gl gl, GlesStep[][] commands)
    {
        var times = new long[commands.Length];
        var queries = new uint[commands.Length];
        if (commands.Length == 0) return times;
        fixed (uint* first = queries)
        {
            gl.glGenQueriesEXT(queries.Length, first);
            try
            {
                gl.glFinish();
                GlesDeviceInfo.Integer(gl, GL_GPU_DISJOINT_EXT); // Reading it resets it.
                for (var i = 0; i < commands.Length; i++)
                {
                    gl.glBeginQueryEXT(GL_TIME_ELAPSED_EXT, queries[i]);
                    Replay(gl, commands[i]);
                    gl.glEndQueryEXT(GL_TIME_ELAPSED_EXT);
                }

                for (var i = 0; i < commands.Length; i++)
                {
                    ulong nanoseconds;
                    gl.glGetQueryObjectui64vEXT(queries[i], GL_QUERY_RESULT_EXT, &nanoseconds);
                    times[i] = IsBarrier(commands[i]) ? 0 : (long)nanoseconds;
                }

                return GlesDeviceInfo.Integer(gl, GL_GPU_DISJOINT_EXT) == 0 ? times : null;
            }
            finally
            {
                gl.glDeleteQueriesEXT(queries.Length, first);
            }
        }
    }

    private static void Replay(Gl gl, GlesStep[] steps)
    {
        foreach (var step in steps) step.Replay(gl);
    }

    private static bool IsBarrier(GlesStep[] steps) => steps is [GlesStep.Barrier];
}
