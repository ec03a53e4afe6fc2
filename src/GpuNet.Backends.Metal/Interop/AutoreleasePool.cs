namespace GpuNet.Backends.Metal.Interop;

/// <summary>Keeps what methods lend until it is disposed, on the thread that opened it.</summary>
internal readonly unsafe ref struct AutoreleasePool
{
    private readonly void* pool;

    private AutoreleasePool(void* pool) => this.pool = pool;

    /// <summary>Opens a pool within the thread's others.</summary>
    public static AutoreleasePool Open() => new(ObjectiveC.objc_autoreleasePoolPush());

    public void Dispose() => ObjectiveC.objc_autoreleasePoolPop(pool);
}
