package config

import (
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Serve says where rasid run tells of its health and figures, and to whom besides this machine.
type Serve struct {
	Listen string // as serve.Listen has it; "" = nowhere
	Allow  []netip.Prefix
}

// nowhere is the value of serve.listen that turns the endpoint off.
const nowhere = "none"

func (l *loader) serve() {
	f, s := l.file.Serve, &l.config.Serve
	s.Allow = l.prefixes("serve.allow", f.Allow)
	switch {
	case f.Listen == nowhere:
	case f.Listen == "":
		// systemd lists several folders with colons between them; the first is the program's own.
		if dir, _, _ := strings.Cut(os.Getenv("RUNTIME_DIRECTORY"), ":"); filepath.IsAbs(dir) {
			s.Listen = "unix:" + filepath.Join(dir, "rasid.sock")
		}
	case listenable(f.Listen):
		s.Listen = f.Listen
	case !port(f.Listen):
		l.fault("serve.listen", quoted(f.Listen)+" is no place to listen at", `write "127.0.0.1:9470", "unix:/run/rasid/rasid.sock" or "none"`)
	case len(s.Allow) == 0:
		l.fault("serve.listen", quoted(f.Listen)+" can be reached by other machines", `write "127.0.0.1:9470", or name those that may ask: serve.allow = ["192.0.2.10/32"]`)
	default:
		s.Listen = f.Listen
	}
}

// port reports whether an address is an IP address and a port.
func port(address string) bool {
	host, text, err := net.SplitHostPort(address)
	_, noIP := netip.ParseAddr(host)
	n, wrong := strconv.ParseUint(text, 10, 16)
	return err == nil && noIP == nil && wrong == nil && n > 0
}
