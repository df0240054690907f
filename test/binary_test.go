package test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// built returns the path of the program, built once for all tests of the package.
var built = sync.OnceValues(func() (string, error) {
	bin := filepath.Join(os.Getenv(binaryFolder), "rasid")
	cmd := exec.Command("go", "build", "-o", bin, "./cmd/rasid")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", errors.New(err.Error() + "\n" + string(out))
	}
	return bin, nil
})

// binaryFolder names the folder of the program to the tests: what is not needed is not built.
const binaryFolder = "RASID_TEST_BINARY_FOLDER"

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "rasid-test-")
	if err != nil {
		panic(err)
	}
	os.Setenv(binaryFolder, dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// rasid runs the program in dir and returns what it printed and its exit code.
func rasid(t *testing.T, dir string, args ...string) (out string, code int) {
	t.Helper()
	bin, err := built()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(bin, args...)
	cmd.Dir = dir
	b, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

// write puts a file into dir.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
