package main

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"rasid/arabic"
	"rasid/detect"
	"rasid/monitor"
	"rasid/news"
	"rasid/store"
)

// A tuneRequest is what rasid topic tune is asked to do.
type tuneRequest struct {
	n        int
	by       string
	yes, dry bool
}

func (a *app) tuneCommand() *cobra.Command {
	var r tuneRequest
	c := &cobra.Command{
		Use:   "tune NAME",
		Short: "Answer a few questions about articles; the topic learns from the answers",
		Long: `Asks of articles of the last 30 days whether they belong to the topic, those first whose answer tells the most; each
answer changes what is asked next. One key answers on a terminal, also while it writes Arabic; one line elsewhere:

  r  relevant    i  irrelevant    s  skip    u  undo the last answer    q  enough

At the end all answers are labels: what they add and remove is shown, asked for and applied in one step, as rasid label
does, which also takes them back. A running service takes them up with its next round.`,
		Args: exactly(1, "the name of a topic"),
		RunE: func(c *cobra.Command, args []string) error {
			if r.n < 1 {
				return usageError{fmt.Errorf("--n %d: at least one question", r.n)}
			}
			return a.tune(c.Context(), c.InOrStdin(), args[0], r)
		},
	}
	c.Flags().IntVar(&r.n, "n", 20, "ask for `N` answers")
	c.Flags().StringVar(&r.by, "by", "", "`WHO` answers")
	a.applyFlags(c, &r.yes, &r.dry)
	return c
}

func (a *app) tune(ctx context.Context, in io.Reader, topic string, r tuneRequest) error {
	d, err := a.openDesk(ctx, topic, r.dry)
	if err != nil {
		return err
	}
	defer d.Close()
	plain := d.topic
	plain.Labels = nil
	judge, err := detect.New([]detect.Topic{plain}, detect.Options{Background: d.back})
	if err != nil {
		return err
	}
	pool, err := d.monitor.Candidates(ctx, d.topic.Name, judge)
	if err != nil {
		return err
	}
	tuner, err := detect.NewTuner(d.topic, pool, detect.Options{Background: d.back})
	if err != nil {
		return err
	}
	lines := bufio.NewReader(in)
	q := &quiz{labelDesk: d, tuner: tuner, pool: pool, n: r.n, key: keys(in, lines)}
	if err := q.ask(ctx); err != nil {
		return err
	}
	if len(q.answers) == 0 {
		return d.unanswered()
	}
	labels := d.labels
	for _, x := range q.answers {
		l := store.Label{Topic: d.topic.Name, URL: pool[x.article].URL, Relevant: x.relevant, At: d.clock(), By: r.by}
		labels = append(labels, labelOfArticle(l, pool[x.article]))
	}
	return d.settle(ctx, lines, labels, r.yes, r.dry)
}

// unanswered ends a quiz without answers.
func (d *labelDesk) unanswered() error {
	if d.json {
		return d.printJSON(d.viewReplay(monitor.Replay{Topic: d.topic.Name}, d.labels, false))
	}
	fmt.Fprintln(d.out, "no answers: nothing was changed")
	return nil
}

// A quiz asks a reader about articles.
type quiz struct {
	*labelDesk
	tuner   *detect.Tuner
	pool    []news.Article
	n       int
	key     func() (rune, error) // the next key; io.EOF when there are no more
	answers []answer
}

type answer struct {
	article  int
	relevant bool
}

// ask asks until there are enough answers, nothing is left to ask, or the reader has enough.
func (q *quiz) ask(ctx context.Context) error {
	for len(q.answers) < q.n && ctx.Err() == nil {
		i, ok := q.tuner.Next()
		if !ok {
			q.say("nothing more to ask about: no other article of the last 30 days is near the topic")
			return nil
		}
		q.show(q.pool[i])
		more, err := q.answer(i)
		if err != nil || !more {
			return err
		}
	}
	return ctx.Err()
}

// arabicKeys are the keys of the quiz as a keyboard gives them that is set to Arabic (layout 101).
var arabicKeys = map[rune]rune{arabic.Qaf: 'r', arabic.Heh: 'i', arabic.Seen: 's', arabic.Ain: 'u', arabic.Dad: 'q', arabic.Ghain: 'y'}

// answer takes keys until one answers the question about article i; more is false when the reader has enough.
func (q *quiz) answer(i int) (more bool, err error) {
	for {
		k, err := q.key()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, fmt.Errorf("read an answer: %w", err)
		}
		switch k = cmp.Or(arabicKeys[k], unicode.ToLower(k)); k {
		case 'r', 'i':
			relevant := k == 'r'
			q.say(wordOf(relevant))
			q.answers = append(q.answers, answer{i, relevant})
			return true, q.tuner.Answer(i, relevant)
		case 's':
			q.say("skipped")
			return true, q.tuner.Skip(i)
		case 'u':
			if last, ok := q.tuner.Undo(); ok {
				q.answers = q.answers[:len(q.answers)-1]
				q.say("took back: " + arabic.Isolate(q.pool[last].Title))
				return true, nil
			}
			q.say("there is no answer to take back")
		case 'q', 3, 4, 27: // also Ctrl-C, Ctrl-D and Escape, which a raw terminal hands on
			q.say("enough")
			return false, nil
		case '\r', '\n', ' ':
		default:
			q.say("keys: r relevant, i irrelevant, s skip, u undo, q enough")
		}
	}
}

// say tells the reader something; with --json, beside the answer.
func (q *quiz) say(what string) { fmt.Fprintln(q.page(), what) }

func (q *quiz) page() io.Writer {
	if q.json {
		return q.diag
	}
	return q.out
}

// quizLead is how many characters of a text are shown.
const quizLead = 400

func (q *quiz) show(a news.Article) {
	lead := a.Text
	if lead == "" {
		lead = a.Summary
	}
	lead = arabic.Clean(lead, quizLead)
	where := strings.TrimSpace(arabic.Isolate(a.Outlet) + "  " + dayOf(a))
	fmt.Fprintf(q.page(), "\n%d of %d  %s\n%s\n%s\n%s\nr relevant, i irrelevant, s skip, u undo, q enough: ",
		len(q.answers)+1, q.n, where, q.style().bold(arabic.Isolate(a.Title)), arabic.Isolate(lead), q.style().dim(a.URL))
}

// keys returns the keys pressed: on a terminal each as it is pressed, elsewhere the first letter of each line.
func keys(in io.Reader, lines *bufio.Reader) func() (rune, error) {
	if f, ok := in.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return func() (rune, error) { return pressed(f) }
	}
	return func() (rune, error) {
		for {
			line, err := lines.ReadString('\n')
			if word := strings.TrimSpace(line); word != "" {
				key, _ := utf8.DecodeRuneInString(word)
				return key, nil
			}
			if err != nil {
				return 0, err
			}
		}
	}
}

// pressed waits for one key on a terminal, which is raw for that long only.
func pressed(f *os.File) (key rune, err error) {
	old, err := term.MakeRaw(int(f.Fd()))
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, term.Restore(int(f.Fd()), old)) }()
	var letter []byte
	for one := make([]byte, 1); !utf8.FullRune(letter); letter = append(letter, one...) {
		if _, err := f.Read(one); err != nil {
			return 0, err
		}
	}
	key, _ = utf8.DecodeRune(letter)
	return key, nil
}
