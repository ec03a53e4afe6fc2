// Limits of the device that the stand-in plays, and faults that a test can switch on.
#pragma once

namespace stand_in
{
enum class Setting
{
    /// How many devices there are: 0 or 1.
    Devices,

    /// The threads of a threadgroup that a pipeline allows.
    MaxThreadsPerThreadgroup,

    /// Bytes.
    MaxThreadgroupMemory,
    MaxBufferLength,

    /// 1 to 9: the newest family of Apple's GPUs that is supported.
    AppleFamily,
    UnifiedMemory,

    /// Whether timestamps can be sampled at the bounds of encoders.
    CounterSampling,

    /// The allocation or command buffer, counted from 1 for the next, that fails; 0 for none.
    FailBuffer,
    FailTexture,
    FailCommandBuffer,
    FailCommandQueue,

    /// While 1, the GPU starts no command buffer.
    HoldCommandBuffers,

    Count,
};

long valueOf(Setting setting);

/// Sets a setting by its name, such as "fail-buffer". False if there is none.
bool set(const char* name, long value);

/// All settings as they were, and no selector hidden.
void resetSettings();

/// Counts down a fault; true when it is due.
bool isDue(Setting fault);
}
