package fetch_test

import (
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"testing"
)

// mostMemory is the promise T7 in KiB, here for the client and the servers of the test together.
const mostMemory = 256 << 10

// TestHostileMemory is T7: a process that is served all hostile answers at once with fifty sound feeds lives, and its memory
// stays below 256 MiB at its peak. The process is this test in one of its own.
func TestHostileMemory(t *testing.T) {
	const alone = "RASID_TEST_ALONE"
	if info, ok := debug.ReadBuildInfo(); ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		t.Skip("the race detector takes memory of its own")
	}
	if os.Getenv(alone) == "" {
		cmd := exec.Command(os.Args[0], "-test.run", "^TestHostileMemory$", "-test.count", "1", "-test.v")
		cmd.Env = append(os.Environ(), alone+"=1", "GOMEMLIMIT=160MiB") // a service has one, too
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		t.Logf("%s", out)
		return
	}
	TestHostile(t)
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var peak int
	if _, err := fmt.Sscan(rest, &peak); err != nil {
		t.Fatalf("no peak in %q: %v", rest, err)
	}
	t.Logf("peak %d MiB", peak>>10)
	if peak > mostMemory {
		t.Errorf("peak %d MiB, want at most %d", peak>>10, mostMemory>>10)
	}
}
