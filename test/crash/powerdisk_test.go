package crash

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

// sector is what a disk writes whole, in bytes.
const sector = 512

// A disk is one with a cache that forgets: what is written to it is read back, but only what the machine had flushed is
// still there after cut. It speaks NBD at a Unix socket, as far as QEMU needs it (protocol: doc/proto.md of NetworkBlockDevice/nbd).
type disk struct {
	socket string

	mu       sync.Mutex
	kept     *os.File
	size     int64            // in bytes
	cached   map[int64][]byte // sectors that are not flushed, by number
	wrote    int              // sectors in all
	forgot   int
	failures []error // of the protocol
}

// newDisk starts a disk whose bytes are those of a file.
func newDisk(t *testing.T, image string) *disk {
	t.Helper()
	kept, err := os.OpenFile(image, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	is, err := kept.Stat()
	if err != nil {
		t.Fatal(err)
	}
	d := &disk{socket: filepath.Join(t.TempDir(), "disk"), kept: kept, size: is.Size(), cached: map[int64][]byte{}}
	l, err := net.Listen("unix", d.socket)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go d.serve(c)
		}
	}()
	return d
}

// cut forgets what was not flushed, but for a share of it (of 1) that happened to be written.
func (d *disk) cut(r *rand.Rand, keep float64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for n, b := range d.cached {
		if r.Float64() < keep {
			d.keep(n, b)
		} else {
			d.forgot++
		}
	}
	clear(d.cached)
}

// Numbers of the protocol.
const (
	nbdMagic, nbdOption, nbdOptionReply = 0x4e42444d41474943, 0x49484156454F5054, 0x3e889045565a9
	nbdGo, nbdAck, nbdExport            = 7, 1, 3
	nbdUnsupported                      = 1<<31 + 1
	nbdRequest, nbdReply                = 0x25609513, 0x67446698
	nbdRead, nbdWrite, nbdEnd, nbdFlush = 0, 1, 2, 3
	nbdFlags                            = 1 | 4 | 8 // there are flags: flush, and writes that are flushed at once
	nbdAtOnce                           = 1
)

// serve answers one client until it is gone.
func (d *disk) serve(c net.Conn) {
	defer c.Close()
	err := d.greet(c)
	for err == nil {
		err = d.answer(c)
	}
	var cut *net.OpError // the machine is killed
	if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.As(err, &cut) {
		d.mu.Lock()
		d.failures = append(d.failures, err)
		d.mu.Unlock()
	}
}

// send writes numbers in the order of the net.
func send(c io.Writer, values ...any) error {
	for _, v := range values {
		if err := binary.Write(c, binary.BigEndian, v); err != nil {
			return err
		}
	}
	return nil
}

// greet agrees on the options: none but the size and the flags.
func (d *disk) greet(c net.Conn) error {
	if err := send(c, uint64(nbdMagic), uint64(nbdOption), uint16(1|2)); err != nil {
		return err
	}
	var flags uint32
	if err := binary.Read(c, binary.BigEndian, &flags); err != nil {
		return err
	}
	for {
		var o struct {
			Magic     uint64
			Kind, Len uint32
		}
		if err := binary.Read(c, binary.BigEndian, &o); err != nil {
			return err
		}
		if _, err := io.CopyN(io.Discard, c, int64(o.Len)); err != nil {
			return err
		}
		if o.Kind != nbdGo {
			if err := send(c, uint64(nbdOptionReply), o.Kind, uint32(nbdUnsupported), uint32(0)); err != nil {
				return err
			}
			continue
		}
		if err := send(c, uint64(nbdOptionReply), o.Kind, uint32(nbdExport), uint32(12), uint16(0), uint64(d.size), uint16(nbdFlags)); err != nil {
			return err
		}
		return send(c, uint64(nbdOptionReply), o.Kind, uint32(nbdAck), uint32(0))
	}
}

// answer does what one request asks.
func (d *disk) answer(c net.Conn) error {
	var q struct {
		Magic        uint32
		Flags, Kind  uint16
		Handle, From uint64
		Len          uint32
	}
	if err := binary.Read(c, binary.BigEndian, &q); err != nil {
		return err
	}
	if q.Magic != nbdRequest || q.From%sector != 0 || q.Len%sector != 0 || q.From+uint64(q.Len) > uint64(d.size) {
		return fmt.Errorf("request %+v", q)
	}
	b := make([]byte, q.Len)
	switch q.Kind {
	case nbdRead:
		d.read(b, int64(q.From))
		return send(c, uint32(nbdReply), uint32(0), q.Handle, b)
	case nbdWrite:
		if _, err := io.ReadFull(c, b); err != nil {
			return err
		}
		d.write(b, int64(q.From), q.Flags&nbdAtOnce != 0)
	case nbdFlush:
		d.flush()
	case nbdEnd:
		return io.EOF
	default:
		return fmt.Errorf("request %+v", q)
	}
	return send(c, uint32(nbdReply), uint32(0), q.Handle)
}

func (d *disk) read(b []byte, from int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, err := d.kept.ReadAt(b, from); err != nil {
		d.failures = append(d.failures, err)
	}
	for at := 0; at < len(b); at += sector {
		if s, is := d.cached[(from+int64(at))/sector]; is {
			copy(b[at:at+sector], s)
		}
	}
}

func (d *disk) write(b []byte, from int64, atOnce bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.wrote += len(b) / sector
	for at := 0; at < len(b); at += sector {
		n := (from + int64(at)) / sector
		if atOnce {
			d.keep(n, b[at:at+sector])
			delete(d.cached, n)
		} else {
			d.cached[n] = b[at : at+sector]
		}
	}
}

func (d *disk) flush() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for n, b := range d.cached {
		d.keep(n, b)
	}
	clear(d.cached)
}

// keep writes a sector for good. The lock is held.
func (d *disk) keep(n int64, b []byte) {
	if _, err := d.kept.WriteAt(b, n*sector); err != nil {
		d.failures = append(d.failures, err)
	}
}
