package crash

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// A machine is a virtual one whose kernel and memory are lost when its power is cut, and whose disk stays.
type machine struct {
	t       *testing.T
	kernel  string
	initial string // file with the first process, the program and the kernel's modules
	words   string // for the kernel's command line
	disk    *disk
	desk    net.Listener
	held    net.Conn // until it is closed the guest does not start the program
	cmd     *exec.Cmd
	said    string // path of the file that it prints into
}

// newMachine prepares a machine with an empty disk but for the files of dir, for which the ports of loopback are its world.
// It skips the test where there is no kernel, unless it is required.
func newMachine(t *testing.T, program, dir string, ports []string) *machine {
	t.Helper()
	const missing = "without RASID_KERNEL=FOLDER with boot/vmlinuz-* and lib/modules (/ of a Debian system will do) there is no machine whose power could be cut; see make power"
	root := os.Getenv("RASID_KERNEL")
	switch {
	case root == "" && os.Getenv("RASID_REQUIRE") == "1":
		t.Fatal("RASID_REQUIRE=1, and " + missing + "; RASID_KERNEL=none where there can be none")
	case root == "" || root == "none":
		t.Skip("SKIP: " + missing)
	}
	kernels, err := filepath.Glob(filepath.Join(root, "boot", "vmlinuz-*"))
	if err != nil || len(kernels) == 0 {
		t.Fatalf("RASID_KERNEL: no boot/vmlinuz-* in %s", root)
	}
	kernel := slices.Max(kernels)
	for _, tool := range []string{"qemu-system-x86_64", "mkfs.ext4"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("RASID_KERNEL is set, and %v: apt-get install qemu-system-x86 e2fsprogs", err)
		}
	}
	image := filepath.Join(t.TempDir(), "image")
	if out, err := exec.Command("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", "-d", dir, image, "96M").CombinedOutput(); err != nil {
		t.Fatalf("mkfs.ext4: %v\n%s", err, out)
	}
	desk, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { desk.Close() })
	version := strings.TrimPrefix(filepath.Base(kernel), "vmlinuz-")
	m := &machine{t: t, kernel: kernel, disk: newDisk(t, image), desk: desk,
		initial: initial(t, program, filepath.Join(root, "lib", "modules", version)),
		words:   "console=ttyS0 quiet panic=-1 no_timer_check net.ifnames=0 ports=" + strings.Join(ports, ",") + " secret=" + secret}
	t.Cleanup(func() {
		if m.cmd != nil {
			m.cut(nil)
		}
	})
	return m
}

// boot starts the machine, whose program is to begin at a time of its own clock, and puts the database that is on the disk
// into the folder found. The program waits for start.
func (m *machine) boot(now time.Time, speed int, found string) {
	m.t.Helper()
	out, err := os.CreateTemp(m.t.TempDir(), "said")
	if err != nil {
		m.t.Fatal(err)
	}
	defer out.Close()
	m.said = out.Name()
	_, port, _ := net.SplitHostPort(m.desk.Addr().String())
	m.cmd = exec.Command("qemu-system-x86_64", "-accel", "tcg", "-cpu", "max", "-m", "768", "-nographic", "-no-reboot",
		"-kernel", m.kernel, "-initrd", m.initial,
		"-append", fmt.Sprintf("%s desk=%s now=%s speed=%d", m.words, port, now.Format(time.RFC3339Nano), speed),
		"-drive", "file=nbd+unix:///?socket="+m.disk.socket+",if=virtio,format=raw,cache=writeback",
		"-nic", "user,model=virtio-net-pci")
	m.cmd.Stdout, m.cmd.Stderr = out, out
	if err := m.cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	if err := m.receive(found); err != nil {
		m.t.Fatalf("the machine does not show its disk: %v\n%s", err, m.end())
	}
}

// patience is how long a boot may take on a machine that is busy.
const patience = 3 * time.Minute

// start lets the program run.
func (m *machine) start() {
	m.held.Close()
}

// receive puts the files that the guest sends into a folder, and holds it from going on.
func (m *machine) receive(into string) error {
	if err := m.desk.(*net.TCPListener).SetDeadline(time.Now().Add(patience)); err != nil {
		return err
	}
	c, err := m.desk.Accept()
	if err != nil {
		return err
	}
	m.held = c
	for _, name := range []string{"rasid.db", "rasid.db-wal", "rasid.db-shm"} {
		if err := os.Remove(filepath.Join(into, name)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	for files := tar.NewReader(c); ; {
		h, err := files.Next()
		if err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		b, err := io.ReadAll(files)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(into, filepath.Base(h.Name)), b, 0o600); err != nil {
			return err
		}
	}
}

// cut takes the power away: memory is lost, and of the disk what before allows.
func (m *machine) cut(forget func(*disk)) {
	m.cmd.Process.Kill()
	m.cmd.Wait()
	m.cmd = nil
	if m.held != nil {
		m.held.Close()
	}
	if forget != nil {
		forget(m.disk)
	}
}

// end is the end of what the machine printed.
func (m *machine) end() string {
	text, err := os.ReadFile(m.said)
	if err != nil {
		return err.Error()
	}
	return string(text[max(0, len(text)-200000):])
}

// initial makes the file that the kernel unpacks into memory: the guest as first process, the program, modules.
func initial(t *testing.T, program, modules string) string {
	t.Helper()
	guest := filepath.Join(t.TempDir(), "guest")
	build := exec.Command("go", "build", "-o", guest, "./testdata/guest")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the guest: %v\n%s", err, out)
	}
	path := filepath.Join(t.TempDir(), "initial")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	packed(t, out, "init", guest)
	packed(t, out, "rasid", program)
	packed(t, out, "modules", "")
	for i, path := range needed(t, modules, "virtio_pci", "virtio_blk", "virtio_net", "ext4", "crc32c_generic") {
		packed(t, out, fmt.Sprintf("modules/%02d.ko", i), path)
	}
	packed(t, out, "TRAILER!!!", "")
	return path
}

// packed appends one member in the cpio format of the kernel (Documentation/driver-api/early-userspace/buffer-format.rst);
// without a file it is a folder.
func packed(t *testing.T, out io.Writer, name, path string) {
	t.Helper()
	mode, size, text := 0o040700, int64(0), io.Reader(strings.NewReader(""))
	if path != "" {
		in, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer in.Close()
		is, err := in.Stat()
		if err != nil {
			t.Fatal(err)
		}
		mode, size, text = 0o100700, is.Size(), in
	}
	head := fmt.Sprintf("070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%s\x00", 0, mode, 0, 0, 1, 0, size, 0, 0, 0, 0, len(name)+1, 0, name)
	pad := func(n int64) io.Reader { return bytes.NewReader(make([]byte, -n&3)) }
	if _, err := io.Copy(out, io.MultiReader(strings.NewReader(head), pad(int64(len(head))), text, pad(size))); err != nil {
		t.Fatal(err)
	}
}

// needed returns the files of modules and of what they need, in the order in which they are to be loaded. What is not in
// the list is built into the kernel.
func needed(t *testing.T, dir string, names ...string) (paths []string) {
	t.Helper()
	list, err := os.ReadFile(filepath.Join(dir, "modules.dep"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		for line := range strings.Lines(string(list)) {
			if path, needs, _ := strings.Cut(line, ":"); strings.HasPrefix(filepath.Base(path), name+".ko") {
				for _, one := range slices.Backward(append([]string{path}, strings.Fields(needs)...)) {
					if one = filepath.Join(dir, one); !slices.Contains(paths, one) {
						paths = append(paths, one)
					}
				}
			}
		}
	}
	for _, path := range paths {
		if filepath.Ext(path) != ".ko" {
			t.Fatalf("%s is packed: take a kernel whose modules are not", path)
		}
	}
	return paths
}
