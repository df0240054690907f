package main

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"rasid/arabic"
	"rasid/config"
	"rasid/fetch"
	"rasid/news"
)

func (a *app) readCommand() *cobra.Command {
	var base, name string
	var s news.Source
	c := &cobra.Command{
		Use:   "read URL|FILE",
		Short: "Show what Rasid sees at an address or in a saved file",
		Long: `For a feed, a sitemap or a page of headlines: its entries. For an article page: title, text, time, author and agency,
and which rule found each. Times are shown in UTC. Nothing is stored.`,
		Args: exactly(1, "one address or file"),
		RunE: func(c *cobra.Command, args []string) error { return a.see(c.Context(), args[0], base, name, s) },
	}
	c.Flags().StringVar(&base, "base", "", "`URL` that a saved file came from, for its relative links; that of a copy in a web archive also says when it was taken")
	c.Flags().StringVar(&name, "source", "", "read it as the source of this `NAME`: by its selectors and zone")
	c.Flags().StringVar(&s.Kind, "kind", "", "take it for this `KIND`: "+strings.Join(fetch.Kinds(), ", "))
	c.Flags().StringVar(&s.Zone, "zone", "", "IANA time `ZONE` of times that name none, such as Asia/Riyadh; default: UTC")
	c.Flags().BoolVar(&a.json, "json", false, "print as JSON")
	return c
}

func (a *app) see(ctx context.Context, what, base, name string, s news.Source) error {
	c, err := a.loadToAsk()
	if err != nil {
		return err
	}
	if s, err = seenAs(c, what, name, s); err != nil {
		return err
	}
	var seen fetch.Seen
	if strings.HasPrefix(what, "http://") || strings.HasPrefix(what, "https://") {
		web := fetch.New(c.Fetch)
		defer web.Close()
		seen, err = web.Read(ctx, what, s)
	} else {
		var raw []byte
		if raw, err = readFile(what); err != nil {
			return err
		}
		seen, err = c.Fetch.Read(raw, "", base, s)
	}
	if err != nil {
		return err
	}
	if a.json {
		e := json.NewEncoder(a.out)
		e.SetEscapeHTML(false)
		return e.Encode(seen)
	}
	a.printSeen(seen)
	return nil
}

// seenAs returns the source as which what is read: that of a name in the configuration, if one is given, with what flags
// say otherwise.
func seenAs(c config.Config, what, name string, flags news.Source) (news.Source, error) {
	if err := knownKind(flags.Kind); err != nil {
		return news.Source{}, err
	}
	if flags.Zone != "" && !config.IsZone(flags.Zone) {
		return news.Source{}, usageError{fmt.Errorf("--zone %q is not a time zone: write an IANA name, such as Asia/Riyadh or UTC", flags.Zone)}
	}
	if err := knownSource(c, name); err != nil {
		return news.Source{}, err
	}
	s := news.Source{Name: "read"}
	if i := slices.IndexFunc(c.Sources, func(s news.Source) bool { return s.Name == name }); i >= 0 {
		if s = c.Sources[i]; s.URL != what {
			s.Kind, s.Item = "", "" // it is one of its pages, whatever lists them
		}
	}
	s.Kind, s.Zone = cmp.Or(flags.Kind, s.Kind), cmp.Or(flags.Zone, s.Zone)
	return s, nil
}

func (a *app) printSeen(s fetch.Seen) {
	style := a.style()
	if s.Kind == "page" {
		p := s.Page
		fmt.Fprintf(a.out, "page %s\n", style.bold(arabic.Isolate(p.Title)))
		published := ""
		if !p.Published.IsZero() {
			published = stamp(p.Published)
		}
		for _, f := range [][2]string{{"published", published}, {"author", p.Author}, {"agency", p.Agency}, {"note", p.Note}} {
			if f[1] != "" {
				fmt.Fprintf(a.out, "%-10s %s\n", f[0], isolated(f[1]))
			}
		}
		for _, name := range []string{"title", "text", "published", "author", "agency"} {
			if rule := p.Found[name]; rule != "" {
				fmt.Fprintf(a.out, "%s\n", style.dim(name+" found by "+rule))
			}
		}
		fmt.Fprintf(a.out, "\n%s\n", p.Text)
		return
	}
	fmt.Fprintf(a.out, "%s of %d entries", s.Kind, len(s.Listing.Entries))
	if s.Listing.Left+s.Listing.Dropped > 0 {
		fmt.Fprintf(a.out, ", %d more beyond the limit, %d without a usable link", s.Listing.Left, s.Listing.Dropped)
	}
	fmt.Fprintln(a.out)
	for _, part := range s.Parts {
		fmt.Fprintln(a.out, part)
	}
	for _, e := range s.Listing.Entries {
		day := "no time         "
		if !e.Published.IsZero() {
			day = e.Published.UTC().Format(time.DateTime)[:16]
		}
		fmt.Fprintf(a.out, "%s  %s\n                  %s\n", day, arabic.Isolate(e.Title), e.URL)
	}
}
