package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/spf13/cobra"

	"rasid/config"
	"rasid/deploy"
)

// Where the service has its things; the units name the same places.
const (
	serviceConfig      = "/etc/rasid/rasid.toml"
	serviceCredentials = "/etc/rasid/credentials"
	serviceTopics      = "/etc/rasid/topics"
	serviceState       = "/var/lib/rasid"
	serviceUnits       = "/etc/systemd/system"
)

func (a *app) serviceCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "service",
		Short: "Install the systemd service where no package does, or remove it",
		Args:  subcommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	var root, binary string
	var purge bool
	install := &cobra.Command{
		Use: "install", Short: "Write the units, a configuration and the folder of secrets; what is there stays as it is",
		Long: `Writes rasid.service and rasid-alert@.service for this program, and where they are missing ` + serviceConfig + `,
` + serviceTopics + ` and ` + serviceCredentials + `. An existing configuration is left alone. The service is not started.`,
		Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return a.install(root, binary) },
	}
	install.Flags().StringVar(&binary, "binary", "", "`PATH` of the program in the units; default: this program")
	uninstall := &cobra.Command{
		Use: "uninstall", Short: "Stop the service and remove its units; --purge removes database, configuration and secrets too",
		Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error { return a.uninstall(root, purge) },
	}
	uninstall.Flags().BoolVar(&purge, "purge", false, "remove the database, the configuration, the topics and the secrets as well")
	for _, sub := range []*cobra.Command{install, uninstall} {
		sub.Flags().StringVar(&root, "root", "/", "work on the system under this `FOLDER`, without asking systemd; for images")
	}
	c.AddCommand(install, uninstall, &cobra.Command{
		Use: "config", Short: "Print the configuration as the service is installed with it", Args: exactly(0, "no arguments"),
		RunE: func(*cobra.Command, []string) error {
			_, err := a.out.Write(serviceSample())
			return err
		},
	})
	return c
}

// serviceSample is the example configuration with the database named: whoever asks rasid status from a shell
// has not the environment of the service.
func serviceSample() []byte {
	line := []byte("path = \"" + serviceState + "/rasid.db\"\n")
	return bytes.Replace(config.Sample(), append([]byte("#"), line...), line, 1)
}

func (a *app) install(root, binary string) error {
	if binary == "" {
		self, err := os.Executable()
		if err != nil {
			return fmt.Errorf("install service: %w", err)
		}
		binary = self
	}
	if !filepath.IsAbs(binary) {
		return usageError{fmt.Errorf("--binary %s is not an absolute path", binary)}
	}
	if err := a.writeService(root, binary); err != nil {
		return fmt.Errorf("install service: %w", err)
	}
	if root != "/" {
		return nil
	}
	if err := systemctl("daemon-reload"); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Now edit %s, try it with: rasid check -c %s\nthen start it:  systemctl enable --now rasid\n", serviceConfig, serviceConfig)
	return nil
}

// writeService makes the folders of the service, writes its units, and its configuration where there is none.
func (a *app) writeService(root, binary string) error {
	for _, d := range []struct {
		path string
		mode fs.FileMode
	}{{serviceUnits, 0o755}, {filepath.Dir(serviceConfig), 0o755}, {serviceTopics, 0o755}, {serviceCredentials, 0o700}} {
		if err := os.MkdirAll(filepath.Join(root, d.path), d.mode); err != nil {
			return err
		}
	}
	for _, u := range deploy.Units(binary) {
		if err := os.WriteFile(filepath.Join(root, serviceUnits, u.Name), u.Text, 0o644); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "written  %s\n", filepath.Join(root, serviceUnits, u.Name))
	}
	path := filepath.Join(root, serviceConfig)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	switch {
	case errors.Is(err, fs.ErrExist):
		fmt.Fprintf(a.out, "kept     %s\n", path)
	case err != nil:
		return err
	default:
		_, err = file.Write(serviceSample())
		if err = errors.Join(err, file.Close()); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "written  %s\n", path)
	}
	return nil
}

func (a *app) uninstall(root string, purge bool) error {
	if _, err := os.Stat(filepath.Join(root, serviceUnits, "rasid.service")); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("uninstall service: there is no %s: it was not installed by this command", filepath.Join(root, serviceUnits, "rasid.service"))
	}
	if root == "/" {
		if err := systemctl("disable", "--now", "rasid.service"); err != nil {
			return err
		}
	}
	var gone []string
	for _, u := range deploy.Units(deploy.Binary) {
		gone = append(gone, filepath.Join(serviceUnits, u.Name))
	}
	if purge {
		gone = append(gone, "/var/lib/private/rasid", serviceState, filepath.Dir(serviceConfig))
	}
	for _, path := range gone {
		if err := os.RemoveAll(filepath.Join(root, path)); err != nil {
			return fmt.Errorf("uninstall service: %w", err)
		}
		fmt.Fprintf(a.out, "removed  %s\n", filepath.Join(root, path))
	}
	if root != "/" {
		return nil
	}
	return systemctl("daemon-reload")
}

// systemctl runs one command of systemd and names it in the error.
func systemctl(args ...string) error {
	out, err := exec.Command("systemctl", args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("systemctl %s: %w: %s", args[0], err, bytes.TrimSpace(out))
	}
	return nil
}
