namespace GpuNet.Host;

/// <summary>
/// Where the invocations of a workgroup wait for each other. Each runs on a thread of its own, but only one at a time: an
/// invocation runs to the barrier, or to its end, and passes the turn on. When all have come to the barrier the next round
/// begins, in the opposite order. So a run is the same each time, and it shows at once if some wait and others have ended.
/// </summary>
internal sealed class HostBarrier
{
    private readonly Turn finished = new();
    private Turn[] turns = [];
    private bool[] ended = [];
    private int count;
    private int endedCount;
    private int current;
    private int place;
    private bool descending;

    /// <summary>An invocation that waited at the barrier while another had ended, or null.</summary>
    public (int Waiting, int Ended)? Divergence { get; private set; }

    /// <summary>Whether the invocations are to end as soon as they get the turn.</summary>
    public bool IsAbandoned { get; private set; }

    /// <summary>Makes room for <paramref name="capacity"/> invocations.</summary>
    public void Grow(int capacity)
    {
        var present = turns.Length;
        if (present >= capacity) return;
        Array.Resize(ref turns, capacity);
        Array.Resize(ref ended, capacity);
        for (var i = present; i < capacity; i++) turns[i] = new Turn();
    }

    /// <summary>Lets the first <paramref name="invocations"/> threads run one workgroup, and waits until all have ended.</summary>
    public void RunAll(int invocations, bool descending)
    {
        count = invocations;
        endedCount = 0;
        ended.AsSpan(0, count).Clear();
        Divergence = null;
        IsAbandoned = false;
        this.descending = descending;
        place = -1;
        PassOn();
        finished.Take();
    }

    /// <summary>Waits until invocation <paramref name="index"/> has the turn.</summary>
    public void WaitForTurn(int index) => turns[index].Take();

    /// <summary>Gives every thread the turn, where no workgroup runs: to let them end.</summary>
    public void ReleaseAll()
    {
        foreach (var turn in turns) turn.Give();
    }

    /// <summary>The running invocation waits until all others have arrived.</summary>
    /// <exception cref="OperationCanceledException">The workgroup is abandoned; the invocation is to end.</exception>
    public void Arrive()
    {
        var me = current;
        if (!IsAbandoned)
        {
            PassOn();
            turns[me].Take();
        }

        if (IsAbandoned) throw new OperationCanceledException("The workgroup was abandoned.");
    }

    /// <summary>The running invocation has ended.</summary>
    public void End()
    {
        ended[current] = true;
        endedCount++;
        PassOn();
    }

    /// <summary>Lets the others end without running on, because the running invocation failed.</summary>
    public void Abandon() => IsAbandoned = true;

    private void PassOn()
    {
        while (!GiveNext())
        {
            if (endedCount == count)
            {
                finished.Give();
                return;
            }

            if (endedCount > 0 && !IsAbandoned)
            {
                Divergence = (Array.IndexOf(ended, false, 0, count), Array.IndexOf(ended, true, 0, count));
                IsAbandoned = true;
            }

            place = -1;
            descending = !descending;
        }
    }

    /// <summary>Gives the turn to the next invocation of the round, if one is left.</summary>
    private bool GiveNext()
    {
        while (++place < count)
        {
            var index = descending ? count - 1 - place : place;
            if (ended[index]) continue;
            current = index;
            turns[index].Give();
            return true;
        }

        return false;
    }

    /// <summary>What one thread waits for and another gives it. The handing over makes all earlier writes visible.</summary>
    private sealed class Turn
    {
        private readonly object gate = new();
        private bool given;

        public void Give()
        {
            lock (gate)
            {
                given = true;
                Monitor.Pulse(gate);
            }
        }

        public void Take()
        {
            lock (gate)
            {
                while (!given) Monitor.Wait(gate);
                given = false;
            }
        }
    }
}
