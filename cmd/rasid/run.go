package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/fetch"
	"rasid/monitor"
	"rasid/news"
	"rasid/store"
)

func (a *app) runCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "run",
		Short: "Run as a service until told to stop",
		Long: `Polls, reads, digests and delivers on the schedules of the configuration until SIGTERM or SIGINT. Under systemd
it reports readiness and feeds the watchdog while the belt moves. SIGHUP reads the configuration and the examples again;
if anything is wrong with them, the old ones stay in force and the log says what is wrong.`,
		Args: exactly(0, "no arguments"),
		RunE: func(c *cobra.Command, _ []string) error { return a.serve(c.Context()) },
	}
}

func (a *app) serve(ctx context.Context) error {
	a.service = true
	log := a.log()
	// Before anything else: a service that is still starting must not die of a reload.
	reload := make(chan os.Signal, 1)
	signal.Notify(reload, syscall.SIGHUP)
	defer signal.Stop(reload)
	p, err := a.openLong(ctx, log)
	if err != nil {
		return err
	}
	defer func() { p.Close() }()
	if _, err := p.judge(); err != nil {
		return err // a service that cannot judge must not look as if it ran
	}
	log.Info("start", "version", version(), "sources", len(p.config.Sources), "topics", len(p.config.Topics), "digests", len(p.config.Digests))
	noteReload(ctx, p.db, a.clock(), nil, log) // what is in force now has been read
	tell(log, daemon.SdNotifyReady)
	for {
		next, err := a.serveUntil(ctx, p, reload, log)
		if next != nil && (err != nil || ctx.Err() != nil) { // failed in the middle of a reload; or stopped, which is no fault
			next.web.Close()
			next = nil
		}
		if next == nil {
			tell(log, daemon.SdNotifyStopping)
			if err == nil {
				noteStop(ctx, p.db, a.clock(), log)
			}
			log.Info("stop")
			return err
		}
		p.web.Close()
		p = next
		// What it changes in the store must wait until the old monitor has let go.
		if err := p.monitor.Start(ctx); err != nil && ctx.Err() == nil {
			return err
		}
		log.Info("reload", "sources", len(p.config.Sources), "topics", len(p.config.Topics), "digests", len(p.config.Digests))
		tell(log, daemon.SdNotifyReady+"\nSTATUS=")
	}
}

// serveUntil runs the monitor of p until ctx ends, or until a reload gives other parts, which it returns.
func (a *app) serveUntil(ctx context.Context, p *parts, reload <-chan os.Signal, log *slog.Logger) (*parts, error) {
	turn, end := context.WithCancel(ctx)
	defer end()
	ended := make(chan error, 1)
	go func() {
		var wg sync.WaitGroup
		wg.Go(func() { listen(turn, p, a.clock, log) })
		err := p.monitor.Run(turn)
		end()
		wg.Wait() // what comes next may listen at the same place
		ended <- err
	}()
	go feedWatchdog(turn, p.monitor)
	for {
		select {
		case err := <-ended:
			return nil, err
		case <-reload:
		}
		tell(log, daemon.SdNotifyReloading+"\n"+daemon.SdNotifyMonotonicUsec())
		next, err := a.reloaded(ctx, p, log)
		noteReload(ctx, p.db, a.clock(), err, log)
		if err != nil {
			log.Error("reload failed", "kept", "the old configuration", "reason", err)
			tell(log, daemon.SdNotifyReady+"\nSTATUS=reload failed, the old configuration is in force: see the log")
			continue
		}
		end()
		return next, <-ended
	}
}

// reloaded returns parts built from the configuration as it is now, over the database and clock of p.
func (a *app) reloaded(ctx context.Context, p *parts, log *slog.Logger) (*parts, error) {
	c, err := a.load()
	if err != nil {
		return nil, err
	}
	if c.Store.Path != p.config.Store.Path {
		return nil, fmt.Errorf("store.path has become %s: the database is changed by a restart only", c.Store.Path)
	}
	c.Fetch.Now = a.clock
	next := &parts{config: c, db: p.db, web: fetch.New(c.Fetch), remove: p.remove}
	err = a.fill(ctx, next, log, a.unattended(monitor.Options{Now: a.clock, Log: log}))
	if err == nil {
		_, err = next.judge()
	}
	if err != nil {
		next.web.Close()
		return nil, err
	}
	return next, nil
}

// noteReload tells the operator that a reload failed, or that the last one did no longer.
func noteReload(ctx context.Context, db *store.DB, now time.Time, failure error, log *slog.Logger) {
	n := news.Notice{Key: "service/reload", At: now.UTC(), Kind: news.AboutService, Subject: "configuration"}
	if failure == nil {
		n.Back, n.Text = true, "was read again"
	} else {
		n.Text = arabic.Clean("could not be read again, the old one stays in force: "+failure.Error(), maxNotice)
	}
	if _, err := db.SaveNotice(ctx, n); err != nil {
		log.Error("notice not kept", "kind", n.Kind, "subject", n.Subject, "reason", err)
	}
}

// noteStop has who asks know at once that the service has stopped.
func noteStop(ctx context.Context, db *store.DB, now time.Time, log *slog.Logger) {
	if err := db.EndBeat(context.WithoutCancel(ctx), now.UTC()); err != nil {
		log.Warn("stop not noted", "reason", err)
	}
}

// maxNotice is the length of a notice, in letters.
const maxNotice = 300

// tell passes a state to systemd, if it listens.
func tell(log *slog.Logger, state string) {
	if _, err := daemon.SdNotify(false, state); err != nil {
		log.Warn("systemd does not listen", "reason", err)
	}
}

// A start brings the database to the form of this program, which takes minutes where it has grown for years: systemd is
// asked for startStep more each startStep/3 until it is done, or for startMost.
const (
	startStep = time.Minute
	startMost = 2 * time.Hour
)

// openLong opens the parts of a service, while systemd waits.
func (a *app) openLong(ctx context.Context, log *slog.Logger) (*parts, error) {
	defer startLong(ctx, log)()
	return a.open(ctx, log, nil)
}

// startLong has systemd wait for a start until it is over.
func startLong(ctx context.Context, log *slog.Logger) (over func()) {
	ctx, end := context.WithTimeout(ctx, startMost)
	more := fmt.Sprintf("EXTEND_TIMEOUT_USEC=%d", startStep.Microseconds())
	tell(log, more)
	go each(ctx, startStep/3, func() { tell(log, more) })
	return end
}

// each calls do after each span, until ctx ends.
func each(ctx context.Context, span time.Duration, do func()) {
	tick := time.NewTicker(span)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			do()
		}
	}
}

// The watchdog of systemd, its span being W: a sign of life is due each W/4, and while the last one is younger than
// W/2 systemd is told so each W/4. So it hears nothing W after the belt stopped at the latest, and a belt that goes on
// within W/2 is not ended.
const (
	watchdogParts = 4
	watchdogBound = 2
)

// watchdog returns the span of systemd's watchdog; 0 = it has none for us.
func watchdog() time.Duration {
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		return 0
	}
	return every
}

// beatEvery returns the time between two signs of life: as the watchdog needs them, 0 = the default of monitor.
func beatEvery() time.Duration {
	if every := watchdog() / watchdogParts; every > 0 && every < monitor.DefaultBeat {
		return every
	}
	return 0
}

// feedWatchdog tells systemd that the program lives, as long as the belt moves and the store takes writes.
func feedWatchdog(ctx context.Context, m *monitor.Monitor) {
	every := watchdog()
	if every == 0 {
		return
	}
	each(ctx, every/watchdogParts, func() {
		if m.Idle() < every/watchdogBound {
			daemon.SdNotify(false, daemon.SdNotifyWatchdog) //nolint:errcheck // the next one is soon
		}
	})
}
