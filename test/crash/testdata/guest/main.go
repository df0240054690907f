// Guest is the first process of a virtual machine that is about to lose its power: it brings disk and network up, sends
// what the disk remembers to the desk outside, and runs the program until the end once the desk has hung up.
//
// The kernel's command line says the ports of the world outside ("ports=1,2"), which are found on loopback here, too, the
// port of the desk ("desk=3"), and the program's time ("now=...", "speed=...").
package main

import (
	"archive/tar"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"
	"unsafe"
)

const (
	disk = "/data"
	host = "10.0.2.2" // QEMU's name for the machine that it runs on
	here = "10.0.2.15"
)

func main() {
	err := run()
	fmt.Println("guest: ended:", err)
	time.Sleep(time.Hour) // the first process must not end: the machine would
}

func run() error {
	for _, m := range [][3]string{{"proc", "/proc", "proc"}, {"sysfs", "/sys", "sysfs"}, {"devtmpfs", "/dev", "devtmpfs"}, {"tmpfs", "/tmp", "tmpfs"}} {
		if err := mount(m[0], m[1], m[2]); err != nil {
			return err
		}
	}
	modules, err := filepath.Glob("/modules/*")
	if err != nil {
		return err
	}
	for _, path := range modules {
		if err := load(path); err != nil {
			return fmt.Errorf("load %s: %w", path, err)
		}
	}
	told, err := told()
	if err != nil {
		return err
	}
	if err := network(strings.Split(told["ports"], ",")); err != nil {
		return err
	}
	if err := mount("/dev/vda", disk, "ext4"); err != nil {
		return err
	}
	// What is not synced goes to the disk soon, in any order, and is not flushed there: so a cut finds it half written.
	for _, name := range []string{"dirty_writeback_centisecs", "dirty_expire_centisecs"} {
		if err := os.WriteFile("/proc/sys/vm/"+name, []byte("20"), 0o600); err != nil {
			return err
		}
	}
	if err := show(told["desk"]); err != nil {
		return fmt.Errorf("show the disk: %w", err)
	}
	cmd := exec.Command("/rasid", "run", "--config", disk+"/rasid.toml", "--now", told["now"], "--speed", told["speed"])
	cmd.Env = append(os.Environ(), "RASID_TEST_SECRET="+told["secret"], "HOME=/tmp")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stdout
	return cmd.Run()
}

// mount makes dir and mounts what over it.
func mount(what, dir, kind string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := syscall.Mount(what, dir, kind, 0, ""); err != nil && err != syscall.EBUSY {
		return fmt.Errorf("mount %s: %w", dir, err)
	}
	return nil
}

// load gives a module to the kernel.
func load(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	const finitModule = 313 // x86-64
	none := []byte{0}
	if _, _, no := syscall.Syscall(finitModule, f.Fd(), uintptr(unsafe.Pointer(&none[0])), 0); no != 0 && no != syscall.EEXIST {
		return no
	}
	return nil
}

// told returns the words of the kernel's command line.
func told() (map[string]string, error) {
	line, err := os.ReadFile("/proc/cmdline")
	words := map[string]string{}
	for _, word := range strings.Fields(string(line)) {
		name, value, _ := strings.Cut(word, "=")
		words[name] = value
	}
	return words, err
}

// network brings the interfaces up and lets each of the ports on loopback lead to the one outside.
func network(ports []string) error {
	s, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(s)
	if err := address(s, "eth0", syscall.SIOCSIFADDR, here); err != nil {
		return err
	}
	if err := address(s, "eth0", syscall.SIOCSIFNETMASK, "255.255.255.0"); err != nil {
		return err
	}
	for _, name := range []string{"lo", "eth0"} {
		var r [40]byte // struct ifreq: name, flags
		copy(r[:15], name)
		r[16] = syscall.IFF_UP | syscall.IFF_RUNNING
		if err := control(s, syscall.SIOCSIFFLAGS, &r); err != nil {
			return fmt.Errorf("bring %s up: %w", name, err)
		}
	}
	for _, port := range ports {
		l, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			return err
		}
		go lead(l, net.JoinHostPort(host, port))
	}
	return nil
}

// address sets one of an interface's addresses.
func address(s int, name string, what uintptr, ip string) error {
	var r [40]byte // struct ifreq: name, struct sockaddr_in
	copy(r[:15], name)
	r[16] = syscall.AF_INET
	copy(r[20:24], net.ParseIP(ip).To4())
	if err := control(s, what, &r); err != nil {
		return fmt.Errorf("give %s the address %s: %w", name, ip, err)
	}
	return nil
}

func control(s int, what uintptr, r *[40]byte) error {
	if _, _, no := syscall.Syscall(syscall.SYS_IOCTL, uintptr(s), what, uintptr(unsafe.Pointer(r))); no != 0 {
		return no
	}
	return nil
}

// lead hands what comes in to an address, and back.
func lead(l net.Listener, to string) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		go func() {
			defer in.Close()
			out, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer out.Close()
			go func() { io.Copy(out, in); out.(*net.TCPConn).CloseWrite() }()
			io.Copy(in, out)
		}()
	}
}

// show sends the database and its log, as the disk has them, to the desk, and waits until that has looked at them.
func show(desk string) error {
	out, err := net.Dial("tcp", net.JoinHostPort(host, desk))
	if err != nil {
		return err
	}
	defer out.Close()
	t := tar.NewWriter(out)
	for _, name := range []string{"rasid.db", "rasid.db-wal"} {
		text, err := os.ReadFile(filepath.Join(disk, name))
		if os.IsNotExist(err) {
			continue
		} else if err != nil {
			return err
		}
		if err := t.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))}); err != nil {
			return err
		}
		if _, err := t.Write(text); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, out)
	return err
}
