package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"rasid/config"
)

func (a *app) configCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "config",
		Short: "Write an example configuration, check one, print its schema",
		Args:  subcommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(
		&cobra.Command{
			Use: "init", Short: "Print a commented example: rasid config init > rasid.toml", Args: exactly(0, "no arguments"),
			RunE: func(*cobra.Command, []string) error {
				_, err := a.out.Write(config.Sample())
				return err
			},
		},
		&cobra.Command{
			Use: "check", Short: "Read the configuration and name every fault, without asking any source", Args: exactly(0, "no arguments"),
			RunE: func(*cobra.Command, []string) error {
				c, err := a.load()
				for _, w := range c.Warnings {
					fmt.Fprintf(a.diag, "warning: %v\n", w)
				}
				if err != nil {
					return err
				}
				_, err = fmt.Fprintf(a.out, "no fault: sources %d, topics %d, digests %d, targets %d\n", len(c.Sources), len(c.Topics), len(c.Digests), len(c.Targets))
				return err
			},
		},
		&cobra.Command{
			Use: "schema", Short: "Print the JSON Schema of the configuration, for editors", Args: exactly(0, "no arguments"),
			RunE: func(*cobra.Command, []string) error {
				b, err := config.JSONSchema()
				if err == nil {
					_, err = a.out.Write(append(b, '\n'))
				}
				return err
			},
		})
	return c
}
