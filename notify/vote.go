package notify

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"rasid/news"
)

// Votes says how the readers of a mail can tell whether a story belongs to its topic. The zero value: they cannot.
type Votes struct {
	URL    string        // below which the endpoint takes votes: links end in a signed token; "" = no endpoint
	Secret Secret        // that links are signed with, at least 16 bytes
	Mail   string        // without URL: the address that a ready message goes to; "" = none
	Keep   time.Duration // how long a link counts after the digest was made; 0 = DefaultVoteKeep
}

// DefaultVoteKeep is the default of Votes.Keep.
const DefaultVoteKeep = 30 * 24 * time.Hour

// Why a token is refused.
var (
	ErrForged  = errors.New("not a link of ours")
	ErrExpired = errors.New("link has expired")
)

// The form of a token: base64url (RFC 4648 section 5) of a version, the verdict, the last hour, article, reader and topic, and
// of the first half of the HMAC-SHA256 over them (RFC 2104 section 5 allows to cut it so).
const (
	tokenVersion = 1
	tokenHead    = 1 + 1 + 4 + 8 + 8
	tokenMAC     = sha256.Size / 2
)

// Token returns the signed form of a vote; its At is not in it. Article and Reader must be 16 hex digits.
func (v Votes) Token(vote news.Vote) (string, error) {
	b := []byte{tokenVersion, 0}
	if vote.Relevant {
		b[1] = 1
	}
	b = binary.BigEndian.AppendUint32(b, uint32(vote.Until.Unix()/3600))
	for _, id := range []string{vote.Article, vote.Reader} {
		raw, err := hex.DecodeString(id)
		if err != nil || len(raw) != 8 {
			return "", ErrForged
		}
		b = append(b, raw...)
	}
	b = append(b, vote.Topic...)
	return base64.RawURLEncoding.EncodeToString(append(b, v.sign(b)...)), nil
}

// Vote returns what a token says, without At: ErrForged for one that was not signed with the secret, ErrExpired for one
// whose time is over at now, along with what it says.
func (v Votes) Vote(token string, now time.Time) (news.Vote, error) {
	b, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil || len(b) < tokenHead+tokenMAC || v.Secret == "" {
		return news.Vote{}, ErrForged
	}
	b, mac := b[:len(b)-tokenMAC], b[len(b)-tokenMAC:]
	if !hmac.Equal(mac, v.sign(b)) || b[0] != tokenVersion || b[1] > 1 {
		return news.Vote{}, ErrForged
	}
	vote := news.Vote{
		Relevant: b[1] == 1, Until: time.Unix(3600*int64(binary.BigEndian.Uint32(b[2:])), 0).UTC(),
		Article: hex.EncodeToString(b[6:14]), Reader: hex.EncodeToString(b[14:22]), Topic: string(b[tokenHead:]),
	}
	if !now.Before(vote.Until) {
		return vote, ErrExpired
	}
	return vote, nil
}

func (v Votes) sign(b []byte) []byte {
	h := hmac.New(sha256.New, []byte(v.Secret.Reveal()))
	h.Write([]byte("rasid vote\n")) // the same secret may sign other things
	h.Write(b)
	return h.Sum(nil)[:tokenMAC]
}

// Reader returns how a vote names who it was sent to.
func Reader(address string) string {
	sum := sha256.Sum256([]byte(strings.ToLower(address)))
	return hex.EncodeToString(sum[:8])
}

// link returns where a reader of a digest says one thing of an article, "" where he cannot.
func (v Votes) link(d news.Digest, a headline, to string, relevant bool) string {
	switch {
	case a.ID == "" || d.Topic == "":
		return ""
	case v.URL != "":
		keep := v.Keep
		if keep == 0 {
			keep = DefaultVoteKeep
		}
		token, err := v.Token(news.Vote{Topic: d.Topic, Article: a.ID, Relevant: relevant, Reader: Reader(to), Until: madeOf(d).Add(keep)})
		if err != nil {
			return ""
		}
		return strings.TrimSuffix(v.URL, "/") + "/" + token
	case v.Mail != "" && a.URL != "":
		// What the operator does with it is the message, to be pasted into a shell: short, for mail programs break long lines.
		word := "irrelevant"
		if relevant {
			word = "relevant"
		}
		body := "rasid label " + a.ID + " " + word + " --topic " + d.Topic + "\r\n# " + a.URL
		return "mailto:" + v.Mail + "?subject=" + mailtoValue("rasid: "+d.Topic+": "+word) + "&body=" + mailtoValue(body)
	}
	return ""
}

// mailtoValue returns s as the value of a field of a mailto address, where a plus sign is itself (RFC 6068 section 5).
func mailtoValue(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }

// asking returns the page with what this recipient can say of each story.
func (p page) asking(v Votes, d news.Digest, to string) page {
	if v.URL == "" && v.Mail == "" {
		return p
	}
	p.Items = slices.Clone(p.Items)
	for i := range p.Items {
		it := &p.Items[i]
		for _, relevant := range []bool{true, false} {
			text := p.no
			if relevant {
				text = p.yes
			}
			if u := v.link(d, it.Head, to, relevant); u != "" {
				it.Votes = append(it.Votes, vote{text, u})
			}
		}
	}
	return p
}
