package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"rasid/config"
)

func (a *app) sourceImportCommand() *cobra.Command {
	var into bool
	c := &cobra.Command{
		Use:   "import FILE.opml",
		Short: "Print the [[source]] blocks of a list of feeds, or append them to the configuration file",
		Long: `Reads an OPML file, as readers of feeds export it. Addresses that the configuration has are left out. Nothing is asked
of the web: rasid check then tries every source.`,
		Args: exactly(1, "one OPML file"),
		RunE: func(_ *cobra.Command, args []string) error { return a.importSources(args[0], into) },
	}
	c.Flags().BoolVar(&into, "append", false, "append them to the file of --config instead of printing them")
	return c
}

func (a *app) importSources(name string, into bool) error {
	if into {
		if err := a.needsFile(); err != nil {
			return err
		}
	}
	c := config.Config{}
	if a.path != "" {
		var err error
		if c, err = a.understood(); err != nil {
			return err
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	sources, skipped, err := config.FromOPML(data, c.Sources)
	if err != nil {
		return err
	}
	var blocks []string
	for _, s := range sources {
		blocks = append(blocks, config.Block(s))
	}
	fmt.Fprintf(a.diag, "%d new sources, %d outlines without a usable feed\n", len(sources), skipped)
	switch {
	case len(sources) == 0:
		return nil
	case into:
		return a.append(strings.Join(blocks, "\n"))
	}
	_, err = fmt.Fprint(a.out, strings.Join(blocks, "\n"))
	return err
}

func (a *app) sourceExportCommand() *cobra.Command {
	return &cobra.Command{
		Use: "export", Short: "Print the sources of the configuration as OPML 2.0", Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			c, err := a.understood()
			if err != nil {
				return err
			}
			b, err := config.OPML(c.Sources, a.clock())
			if err == nil {
				_, err = a.out.Write(b)
			}
			return err
		},
	}
}
