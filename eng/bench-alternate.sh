#!/usr/bin/env bash
# Compares commands on a machine that is never quite idle: runs them in turn, round after round, and prints the median of each.
#
#   eng/bench-alternate.sh [-n ROUNDS] NAME=COMMAND NAME=COMMAND...
#
# For each command: wall time and processor time of the whole process in seconds, and its peak memory in MiB. What a command
# prints as JSON with the fields of `gpunet bench --json` is read too: median_ms and cpu_ms. Example:
#
#   eng/bench-alternate.sh -n 5 \
#       "before=old/GpuNet.Cli bench M.tflite --backend vulkan --runs 10 --json" \
#       "after=new/GpuNet.Cli bench M.tflite --backend vulkan --runs 10 --json"
set -euo pipefail

rounds=5
if [[ ${1-} == -n ]]; then
    rounds=${2:?}
    shift 2
fi
if (($# == 0)); then
    echo "usage: ${0##*/} [-n ROUNDS] NAME=COMMAND..." >&2
    exit 2
fi
command -v python3 >/dev/null || { echo "${0##*/}: it needs python3." >&2; exit 1; }

exec python3 - "$rounds" "$@" <<'PYTHON'
import json, os, shlex, statistics, sys, time

rounds = int(sys.argv[1])
commands = [argument.split("=", 1) for argument in sys.argv[2:]]
for parts in commands:
    if len(parts) != 2:
        sys.exit(f"bench-alternate: '{parts[0]}' is not NAME=COMMAND.")
samples = {name: {} for name, _ in commands}


def run(command):
    """Runs a command once: wall and processor seconds, peak MiB, and what its JSON says."""
    reading, writing = os.pipe()
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 1)
        os.close(reading)
        words = shlex.split(command)
        try:
            os.execvp(words[0], words)
        except OSError as error:
            print(f"{words[0]}: {error.strerror}", file=sys.stderr)
            os._exit(127)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8", errors="replace") as output:
        text = output.read()
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"bench-alternate: '{command}' failed with {os.waitstatus_to_exitcode(status)}.")
    # Linux counts in KiB, macOS in bytes.
    peak = usage.ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    found = {"wall_s": time.monotonic() - start, "cpu_s": usage.ru_utime + usage.ru_stime, "peak_mib": peak}
    try:
        report = json.loads(text)
    except ValueError:
        return found
    if isinstance(report, dict):
        found.update({key: report[key] for key in ("median_ms", "cpu_ms") if key in report})
    return found


for number in range(rounds):
    # Every other round goes backwards, so that no command always follows the same one.
    for name, command in commands if number % 2 == 0 else reversed(commands):
        for key, value in run(command).items():
            samples[name].setdefault(key, []).append(value)

keys = list(dict.fromkeys(key for values in samples.values() for key in values))
width = max(len(name) for name in samples)
print(f"median of {rounds} rounds (least)")
print(" " * width + "".join(f"{key:>20}" for key in keys))
for name, values in samples.items():
    cells = (f"{statistics.median(values[k]):.3f} ({min(values[k]):.3f})" if k in values else "" for k in keys)
    print(f"{name:<{width}}" + "".join(f"{cell:>20}" for cell in cells))
PYTHON
