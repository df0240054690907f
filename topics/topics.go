// Package topics holds the topic folders that are shipped with the program: reference articles, as they stood on
// the page.
package topics

import (
	"embed"
	"io/fs"
)

// files cannot be a local variable: go:embed fills package variables only.
//
//go:embed dprk-russia/*.txt
var files embed.FS

// Files returns the shipped topic folders, one directory per topic. Safe for concurrent use.
func Files() fs.FS { return files }
