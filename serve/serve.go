// Package serve answers HTTP: the only package that listens. It listens where only this machine reaches it, on
// loopback or a Unix socket; what is to be reached from outside stands behind the operator's own web server, which speaks
// TLS. What is answered are handlers that others build.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"time"
)

// What a client may take of us.
const (
	maxHeader   = 16 << 10
	headerWait  = 5 * time.Second
	answerWait  = 30 * time.Second
	idleWait    = time.Minute
	farewell    = 5 * time.Second // for answers under way when we stop
	socketMode  = 0o660
	unixAddress = "unix:"
)

// Listen opens an address: "127.0.0.1:8377", or "unix:/run/rasid/feedback.sock", which its owner and group may
// write to. A socket file that an earlier process left is replaced.
func Listen(address string) (net.Listener, error) {
	path, unix := strings.CutPrefix(address, unixAddress)
	if !unix {
		l, err := net.Listen("tcp", address)
		if err != nil {
			return nil, fmt.Errorf("listen: %w", err)
		}
		return l, nil
	}
	if info, err := os.Lstat(path); err == nil && info.Mode().Type() == fs.ModeSocket {
		os.Remove(path) // the instance lock of the store says that nobody of ours listens there
	}
	l, err := net.Listen("unix", path)
	if err == nil {
		if err = os.Chmod(path, socketMode); err != nil {
			l.Close()
		}
	}
	if err != nil {
		return nil, fmt.Errorf("listen: %w", err)
	}
	return l, nil
}

// Run answers at l with h until ctx ends, and closes l. Answers under way have a moment to finish.
func Run(ctx context.Context, l net.Listener, h http.Handler, log *slog.Logger) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headerWait, ReadTimeout: answerWait, WriteTimeout: answerWait, IdleTimeout: idleWait,
		MaxHeaderBytes: maxHeader, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
	}
	ended := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(ended)
		last, cancel := context.WithTimeout(context.WithoutCancel(ctx), farewell)
		defer cancel()
		if s.Shutdown(last) != nil {
			s.Close()
		}
	})
	err := s.Serve(l)
	if !stop() {
		<-ended
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve %s: %w", l.Addr(), err)
}
