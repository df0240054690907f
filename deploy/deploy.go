// Package deploy holds what an installation of the service consists of besides the binary and its configuration:
// the systemd units. Packages take the files from this folder; rasid service writes the same ones where no package does.
package deploy

import (
	"bytes"
	_ "embed" // for the units
)

// A Unit is one systemd unit file.
type Unit struct {
	Name string // of the file
	Text []byte
}

//go:embed rasid.service
var service []byte

//go:embed rasid-alert@.service
var alert []byte

// Binary is where the units as shipped expect the program.
const Binary = "/usr/bin/rasid"

// Units returns the units for a program that stands at the absolute path binary.
func Units(binary string) []Unit {
	return []Unit{
		{Name: "rasid.service", Text: bytes.ReplaceAll(service, []byte("="+Binary+" "), []byte("="+binary+" "))},
		{Name: "rasid-alert@.service", Text: bytes.Clone(alert)},
	}
}
