package fetch_test

import (
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"syscall"
	"testing"
)

// mostMemory is the promise T7, here for the client and the servers of the test together.
const mostMemory = 256 << 20

// TestHostileMemory is T7: a process that is served all hostile answers at once with fifty sound feeds lives, and its memory
// stays below 256 MiB at its peak.
func TestHostileMemory(t *testing.T) {
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector takes memory of its own")
	}
	cmd := exec.Command(os.Args[0], "-test.run", "^TestHostile$", "-test.count", "1")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		t.Fatal("no usage of resources is known")
	}
	peak := int64(usage.Maxrss) << 10
	t.Logf("peak %d MiB", peak>>20)
	if peak > mostMemory {
		t.Errorf("peak %d MiB, want at most %d", peak>>20, mostMemory>>20)
	}
}
