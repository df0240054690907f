package fetch

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
)

// receive judges an answer by its head and reads its body.
func (c *Client) receive(res *http.Response, r request, u *url.URL) (answer, error) {
	if err := c.judge(res, r, u); err != nil {
		return answer{}, err
	}
	a := answer{etag: validator(res.Header.Get("ETag")), modified: validator(res.Header.Get("Last-Modified")), ctype: res.Header.Get("Content-Type")}
	if res.StatusCode == http.StatusNotModified {
		a.unchanged = true
		return a, nil
	}
	limit := cmp.Or(r.max, c.o.MaxBytes)
	if res.ContentLength > limit && !r.cut {
		return answer{}, fmt.Errorf("%s: %w (%d)", bare(u), ErrTooLarge, limit)
	}
	body, err := decoded(res, limit)
	if r.cut && errors.Is(err, ErrTooLarge) {
		err = nil
	}
	if err != nil {
		return answer{}, fmt.Errorf("%s: %w", bare(u), err)
	}
	a.body = body
	return a, nil
}

// judge refuses an answer that is not worth its body.
func (c *Client) judge(res *http.Response, r request, u *url.URL) error {
	var err error
	switch {
	case res.StatusCode == http.StatusNotModified && r.etag == "" && r.modified == "":
		err = fmt.Errorf("%s: %w", bare(u), ErrNotAsked)
	case res.StatusCode != http.StatusNotModified && (res.StatusCode < 200 || res.StatusCode > 299):
		err = &StatusError{URL: bare(u), Status: res.StatusCode, RetryAfter: retryAfter(res.Header, c.o.Now())}
	}
	if res.Header.Get("Cf-Mitigated") == "challenge" {
		if err == nil {
			err = fmt.Errorf("%s", bare(u))
		}
		return fmt.Errorf("%w: %w", ErrChallenge, err)
	}
	if err != nil || res.StatusCode == http.StatusNotModified || r.fits == nil {
		return err
	}
	if err := r.fits(res.Header.Get("Content-Type")); err != nil {
		return fmt.Errorf("%s: %w", bare(u), err)
	}
	return nil
}

// validator keeps an ETag or Last-Modified as it is, unless it is too long to be one.
func validator(s string) string {
	if len(s) > maxValidator {
		return ""
	}
	return s
}

// decoded reads what the answer holds once it is unpacked. Of more than limit bytes it returns the first
// ones with ErrTooLarge.
func decoded(res *http.Response, limit int64) ([]byte, error) {
	in := io.Reader(res.Body)
	switch enc := strings.ToLower(strings.TrimSpace(res.Header.Get("Content-Encoding"))); enc {
	case "", "identity":
	case "gzip", "x-gzip":
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, fmt.Errorf("gzip: %w: %w", errBroke, plainly(err))
		}
		in = z
	default:
		return nil, fmt.Errorf("%w: %.40q", ErrEncoding, enc)
	}
	var b bytes.Buffer
	if n := res.ContentLength; n > 0 {
		b.Grow(int(min(n, limit)) + bytes.MinRead)
	}
	n, err := b.ReadFrom(io.LimitReader(in, limit+1))
	if n > limit {
		return b.Bytes()[:limit], fmt.Errorf("%w (%d)", ErrTooLarge, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBroke, plainly(err))
	}
	return b.Bytes(), nil
}

// gunzipped unpacks a file that is itself gzip (sitemap.xml.gz), one layer, to at most limit bytes. Other
// bytes are returned as they are.
func gunzipped(data []byte, limit int64) ([]byte, error) {
	if len(data) < 2 || data[0] != 0x1f || data[1] != 0x8b {
		return data, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("gzip: %w: %w", ErrUnread, err)
	}
	out, err := io.ReadAll(io.LimitReader(z, limit+1))
	if int64(len(out)) > limit {
		return nil, fmt.Errorf("%w (%d)", ErrTooLarge, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("gzip: %w: %w", ErrUnread, err)
	}
	return out, nil
}
