//go:build !linux

package crash

import "errors"

func mount(string, int) error { return errors.ErrUnsupported }

func unmount(string) error { return nil }

func room(string) (int64, error) { return 0, errors.ErrUnsupported }
