package config

import (
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"rasid/notify"
)

const maxSecret = 64 << 10

// secret returns what a key points to: credential:NAME, a file that systemd passes (LoadCredential=, systemd.exec(5))
// or that stands in the folder credentials beside the configuration, file:PATH or env:NAME. What it points to is read here and never printed, nor is a text that is no pointer, because it
// may be the secret itself.
func (l *loader) secret(key, pointer string) notify.Secret {
	if !l.present(key) {
		return ""
	}
	if pointer == "" {
		l.fault(key, "is empty", "leave it out or write where it is: "+l.pointer(key))
		return ""
	}
	kind, name, found := strings.Cut(pointer, ":")
	switch {
	case found && kind == "credential":
		return l.credential(key, name)
	case found && kind == "file":
		if path := l.path(key, name); path != "" {
			return l.secretFile(key, path, "put the secret there, readable for Rasid only")
		}
	case found && kind == "env":
		value := os.Getenv(name)
		if strings.TrimSpace(value) == "" {
			l.lacks(key, "the environment has no "+quoted(name), "set it, or use credential:NAME or file:PATH")
		}
		return notify.Secret(strings.TrimRight(value, "\r\n"))
	default:
		l.fault(key, "is written out, where others can read it", "put the secret into a file and write where it is: "+l.pointer(key))
	}
	return ""
}

// pointer returns how a key would point to a systemd credential of the service, by the name in the unit.
func (l *loader) pointer(key string) string {
	name := "webhook-secret"
	if strings.HasSuffix(key, ".password") {
		name = "smtp-password"
	} else if strings.HasSuffix(key, ".url") {
		name = "webhook-url"
	} else if strings.HasSuffix(key, ".dkim_key") {
		name = "dkim-key"
	} else if key == "feedback.secret" {
		name = "feedback-secret"
	} else if strings.HasSuffix(key, ".token") {
		name = "chat-token"
	}
	return `"credential:` + name + `" (systemd), "file:/path" or "env:NAME"`
}

// credential returns a credential that the service manager passed, or without one that of the folder it would pass.
func (l *loader) credential(key, name string) notify.Secret {
	if name == "" || name == "." || name == ".." || strings.ContainsAny(name, `/\`) || strings.ContainsFunc(name, unicode.IsControl) {
		l.fault(key, quoted(name)+" is not the name of a credential", `write it as in the unit: "credential:smtp-password"`)
		return ""
	}
	remedy := "put it into " + filepath.Join(l.folder, credentialsFolder, name) + ", readable for its owner only"
	folder := os.Getenv("CREDENTIALS_DIRECTORY")
	if folder == "" {
		return l.secretFile(key, filepath.Join(l.folder, credentialsFolder, name), remedy)
	}
	path := filepath.Join(folder, name)
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		// LoadCredential=rasid:FOLDER passes each file of a folder under the name of both.
		path = filepath.Join(folder, "rasid_"+name)
	}
	return l.secretFile(key, path, remedy+"; or add LoadCredential="+name+":/path to the unit")
}

// credentialsFolder stands beside the configuration file. The service gets what is in it from systemd; a command
// that the operator runs reads it there.
const credentialsFolder = "credentials"

// secretFile returns the text of a file without the line ends that editors add.
func (l *loader) secretFile(key, path, remedy string) notify.Secret {
	data, err := readFile(path, maxSecret)
	text := strings.TrimRight(string(data), "\r\n")
	if err != nil {
		l.lacks(key, "secret file "+quoted(path)+" "+reason(err), remedy)
	} else if strings.TrimSpace(text) == "" {
		l.lacks(key, "secret file "+quoted(path)+" is empty", remedy)
	}
	return notify.Secret(text)
}

// hook returns the address of a webhook, which may be written out unless it holds a login, or be a secret.
func (l *loader) hook(key, raw string) notify.Secret {
	if !l.present(key) {
		return ""
	}
	if !strings.HasPrefix(raw, "http://") && !strings.HasPrefix(raw, "https://") {
		return l.secret(key, raw)
	}
	u, err := url.Parse(raw)
	if err != nil {
		l.fault(key, "is not an address", `write it as "https://host/path"`) // not the text: it may hold a token
	} else if u.User != nil {
		l.fault(key, "holds a login, where others can read it", "put the address into a file and write where it is: "+l.pointer(key))
	}
	return notify.Secret(raw)
}
