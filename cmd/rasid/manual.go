package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"
)

// manualCommand writes the manual pages that packages carry.
func (a *app) manualCommand() *cobra.Command {
	return &cobra.Command{
		Use:    "manual FOLDER",
		Short:  "Write the manual pages, one per command, into a folder",
		Hidden: true,
		Args:   exactly(1, "one folder"),
		RunE: func(c *cobra.Command, args []string) error {
			if err := os.MkdirAll(args[0], 0o755); err != nil {
				return fmt.Errorf("write manual: %w", err)
			}
			root := c.Root()
			root.DisableAutoGenTag = true // no date: the same commit gives the same pages
			return doc.GenManTree(root, &doc.GenManHeader{Title: "RASID", Section: "1", Source: "rasid " + release, Manual: "Rasid"}, args[0])
		},
	}
}
