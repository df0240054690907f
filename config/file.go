package config

// The types of this file are the configuration file as it is written: each field is a key, its tags give the
// documentation, the default and what editors are told. An absent key is the zero value.

// file is a whole configuration file.
type file struct {
	Source   []sourceTable `toml:"source" jsonschema:"required" jsonschema_description:"one address that lists news"`
	Topic    []topicTable  `toml:"topic" jsonschema:"required" jsonschema_description:"one subject, given by example articles"`
	Target   []targetTable `toml:"target" jsonschema_description:"one place that digests are sent to"`
	Digest   []digestTable `toml:"digest" jsonschema_description:"when which topic is sent where"`
	Alert    []alertTable  `toml:"alert" jsonschema_description:"what is told at once"`
	Notices  noticesTable  `toml:"notices" jsonschema_description:"how the operator is told what needs him"`
	Feedback feedbackTable `toml:"feedback" jsonschema_description:"how readers of a mail say what belongs to a topic"`
	Serve    serveTable    `toml:"serve" jsonschema_description:"who may watch the service"`
	Store    storeTable    `toml:"store" jsonschema_description:"what is remembered"`
	Fetch    fetchTable    `toml:"fetch" jsonschema_description:"how the web is asked"`
	Read     readTable     `toml:"read" jsonschema_description:"how much is read, and how often"`
}

// A duration is a text such as "30s", "15m", "72h" or "400d".
type duration string

type sourceTable struct {
	Name    string   `toml:"name" jsonschema:"required" jsonschema_description:"unique name; ASCII letters, digits and . _ -"`
	Outlet  string   `toml:"outlet" jsonschema_description:"the publisher as readers know it; default: the name"`
	Kind    string   `toml:"kind" jsonschema:"default=feed" jsonschema_description:"what stands at the address"`
	URL     string   `toml:"url" jsonschema:"required" jsonschema_description:"the address that is polled, http or https"`
	Archive string   `toml:"archive" jsonschema_description:"address of one past day or page, with {yyyy} {mm} {dd} {page} {from} {to}, or of an index of sitemaps; \"wayback\" or \"wayback:PLACE\": what the Wayback Machine has; empty: no history"`
	Item    string   `toml:"item" jsonschema_description:"CSS selector, on a listing page: one per entry; empty: found automatically"`
	Title   string   `toml:"title" jsonschema_description:"CSS selector, on an article page: the headline; empty: found automatically"`
	Time    string   `toml:"time" jsonschema_description:"CSS selector, on an article page: the time of publication; empty: found automatically"`
	Body    string   `toml:"body" jsonschema_description:"CSS selector, on an article page: the element that holds the text; empty: found automatically"`
	Zone    string   `toml:"zone" jsonschema:"default=UTC" jsonschema_description:"IANA time zone of the outlet's times that name none, in what it lists and on its pages"`
	Every   duration `toml:"every" jsonschema_description:"time between two polls to begin with, at least 5m; default: read.every"`
	Pace    duration `toml:"pace" jsonschema_description:"least time between two requests to its host, at most 10m; default: fetch.pace"`
}

type topicTable struct {
	Name    string   `toml:"name" jsonschema:"required" jsonschema_description:"unique name; ASCII letters, digits and . _ -"`
	Title   string   `toml:"title" jsonschema_description:"the subject as readers see it; default: the name"`
	Folder  string   `toml:"folder" jsonschema_description:"folder of example articles, or the name of a shipped topic; default: the shipped topic of this name"`
	Sources []string `toml:"sources" jsonschema_description:"names of the sources it follows; empty: all"`
	Must    []string `toml:"must" jsonschema_description:"words of which a relevant article has at least one; empty: no such rule"`
	Never   []string `toml:"never" jsonschema_description:"words that no relevant article has in its title or lead"`
	Cutoff  float64  `toml:"cutoff" jsonschema:"default=0,minimum=0,maximum=1" jsonschema_description:"score at and above which an article is relevant; 0: found from the examples"`
}

type targetTable struct {
	Name string `toml:"name" jsonschema:"required" jsonschema_description:"unique name; ASCII letters, digits and . _ -"`
	Kind string `toml:"kind" jsonschema:"required" jsonschema_description:"what the target is"`

	From           string   `toml:"from" jsonschema_description:"smtp: the sender, with or without a name"`
	To             []string `toml:"to" jsonschema_description:"smtp: the recipients, each gets a message of its own"`
	Host           string   `toml:"host" jsonschema_description:"smtp: name of the mail server"`
	Port           int      `toml:"port" jsonschema:"minimum=0,maximum=65535" jsonschema_description:"smtp: port of the mail server; default: 587, 465 with tls, 25 with none"`
	TLS            string   `toml:"tls" jsonschema:"enum=starttls,enum=tls,enum=none,default=starttls" jsonschema_description:"smtp: how the connection is protected"`
	CA             string   `toml:"ca" jsonschema_description:"smtp: PEM file of certificates to trust besides the system's"`
	User           string   `toml:"user" jsonschema_description:"smtp, ntfy: login name; empty: no login"`
	Password       string   `toml:"password" jsonschema_description:"smtp, ntfy: where the password is, credential:NAME, file:PATH or env:NAME"`
	Auth           string   `toml:"auth" jsonschema:"enum=plain,enum=login,enum=xoauth2" jsonschema_description:"smtp: how to log in; empty: the strongest that both sides know"`
	Unsubscribe    string   `toml:"unsubscribe" jsonschema_description:"smtp: address for leaving the list, which each mail names at its end; default: that of from"`
	UnsubscribeURL string   `toml:"unsubscribe_url" jsonschema_description:"smtp: https address that takes a POST for leaving the list with one click (RFC 8058), {to} in it stands for the recipient; empty: none"`
	DKIMKey        string   `toml:"dkim_key" jsonschema_description:"smtp: where the private key is that mails are signed with, RSA or Ed25519 in PEM, credential:NAME, file:PATH or env:NAME; empty: the mail server signs, or nobody"`
	DKIMSelector   string   `toml:"dkim_selector" jsonschema_description:"smtp: name before ._domainkey under which the DNS has the public key"`
	DKIMDomain     string   `toml:"dkim_domain" jsonschema_description:"smtp: domain that signs; default: that of from"`
	DotTimeout     duration `toml:"dot_timeout" jsonschema:"default=10m" jsonschema_description:"smtp: wait for the answer to the end of a message"`

	URL     string   `toml:"url" jsonschema_description:"webhook and chats: where to post, or where that address is: credential:NAME, file:PATH or env:NAME, which slack, discord, teams and mattermost ask for; ntfy: the address of the topic; matrix: of the server; telegram: of a Bot API server of your own"`
	Token   string   `toml:"token" jsonschema_description:"telegram, matrix, ntfy: where the token is, credential:NAME, file:PATH or env:NAME"`
	Room    string   `toml:"room" jsonschema_description:"telegram: the chat, @name of a public channel or its number; matrix: the identity of a room without encryption"`
	Secrets []string `toml:"secrets" jsonschema_description:"webhook: where the signing secrets are, newest first, at most two"`

	Path string `toml:"path" jsonschema_description:"file, feed: folder that is written to, made if missing"`
	Keep int    `toml:"keep" jsonschema:"default=100,minimum=1" jsonschema_description:"feed: entries that a feed has at most"`

	Timeout duration `toml:"timeout" jsonschema_description:"wait for each answer; default: 2m for smtp, 30s for webhook and chats"`
}

type digestTable struct {
	Name      string   `toml:"name" jsonschema:"required" jsonschema_description:"unique name; ASCII letters, digits and . _ -"`
	Topic     string   `toml:"topic" jsonschema:"required" jsonschema_description:"name of the topic"`
	Targets   []string `toml:"targets" jsonschema:"required" jsonschema_description:"names of the targets"`
	Cron      string   `toml:"cron" jsonschema:"default=0 7 * * *" jsonschema_description:"when: minute, hour, day of month, month, day of week, or @hourly @daily @weekly @monthly; not more often than every 5 min"`
	Zone      string   `toml:"zone" jsonschema_description:"IANA time zone of cron and of the times shown; default: the TZ of the environment where it names one, else UTC"`
	Title     string   `toml:"title" jsonschema_description:"heading; default: the title of the topic"`
	Language  string   `toml:"language" jsonschema:"pattern=^(en|ar(-(DZ|IQ|JO|LB|MA|PS|SY|TN))?(-u-nu-arab)?)$,default=ar" jsonschema_description:"language of the frame around the stories: ar or en; ar-LB and its like choose the names of the months, -u-nu-arab the digits ٠ to ٩"`
	PerSource int      `toml:"per_source" jsonschema:"default=20,minimum=0,maximum=10000" jsonschema_description:"most new articles of one source in one digest, 0: no bound; the rest waits for the next one, which is said"`
	Quiet     string   `toml:"quiet" jsonschema:"pattern=^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$" jsonschema_description:"hours of each day in zone in which none is cut, such as 22:00-06:30; what is due then waits for their end"`
	Empty     string   `toml:"empty" jsonschema:"enum=send,enum=skip,default=send" jsonschema_description:"what is done when there is nothing new: a digest that says so, or none"`
}

type alertTable struct {
	Name     string   `toml:"name" jsonschema:"required" jsonschema_description:"unique name among digests and alerts; ASCII letters, digits and . _ -"`
	Topic    string   `toml:"topic" jsonschema:"required" jsonschema_description:"name of the topic"`
	Targets  []string `toml:"targets" jsonschema:"required" jsonschema_description:"names of the targets"`
	Score    float64  `toml:"score" jsonschema:"default=0,minimum=0,maximum=1" jsonschema_description:"score of an article at and above which its story is urgent; 0: none is by its score"`
	Outlets  int      `toml:"outlets" jsonschema:"default=0,minimum=0,maximum=1000" jsonschema_description:"number of outlets that make a story urgent; 0: none is by its outlets"`
	Within   duration `toml:"within" jsonschema:"default=1h" jsonschema_description:"time within which these outlets published it"`
	Sources  []string `toml:"sources" jsonschema_description:"names of sources whose every relevant article makes its story urgent"`
	Wait     duration `toml:"wait" jsonschema:"default=2m" jsonschema_description:"time that a story waits before it is told first, so that others and further outlets come with it"`
	Update   duration `toml:"update" jsonschema:"default=1h" jsonschema_description:"least time until a story is told again because an outlet took it up that was not told"`
	Repeat   duration `toml:"repeat" jsonschema_description:"least time until a story is told again because anything was added to it; empty: never for that alone"`
	Limit    string   `toml:"limit" jsonschema:"pattern=^[0-9]+/(hour|day)$,default=10/day" jsonschema_description:"most messages in an hour or a day; what is beyond is left to the next digest, and counted"`
	Quiet    string   `toml:"quiet" jsonschema:"pattern=^[0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]$" jsonschema_description:"hours of each day in zone in which nothing is told, such as 22:00-06:30; what is urgent then is told at their end, in one message"`
	Zone     string   `toml:"zone" jsonschema_description:"IANA time zone of quiet and of the times shown; default: the TZ of the environment where it names one, else UTC"`
	Title    string   `toml:"title" jsonschema_description:"heading; default: the title of the topic"`
	Language string   `toml:"language" jsonschema:"pattern=^(en|ar(-(DZ|IQ|JO|LB|MA|PS|SY|TN))?(-u-nu-arab)?)$,default=ar" jsonschema_description:"language of the frame, as of a digest"`
}

type noticesTable struct {
	Targets  []string `toml:"targets" jsonschema_description:"names of the targets; one that fails is told of on the others; empty: rasid status and the log only"`
	Wait     duration `toml:"wait" jsonschema:"default=1m" jsonschema_description:"what comes so soon after another goes into the same message"`
	Every    duration `toml:"every" jsonschema:"default=10m" jsonschema_description:"least time between two messages"`
	Zone     string   `toml:"zone" jsonschema_description:"IANA time zone of the times shown; default: the TZ of the environment where it names one, else UTC"`
	Language string   `toml:"language" jsonschema:"pattern=^(en|ar(-(DZ|IQ|JO|LB|MA|PS|SY|TN))?(-u-nu-arab)?)$,default=en" jsonschema_description:"language of the frame, as that of a digest; the notices themselves are English"`
}

type feedbackTable struct {
	URL    string   `toml:"url" jsonschema_description:"https address below which readers reach listen, through your own web server; empty: no endpoint"`
	Listen string   `toml:"listen" jsonschema_description:"where rasid run takes their answers: a port of this machine, \"127.0.0.1:8377\", or \"unix:/path/to/socket\""`
	Secret string   `toml:"secret" jsonschema_description:"where the secret is that signs the links"`
	Mail   string   `toml:"mail" jsonschema_description:"without url: address that a ready message goes to; empty: none"`
	Keep   duration `toml:"keep" jsonschema:"default=720h" jsonschema_description:"how long a link counts"`
}

type serveTable struct {
	Listen string   `toml:"listen" jsonschema_description:"where rasid run tells of its health and figures: \"unix:/path/to/socket\", a port of this machine, \"127.0.0.1:9470\", or \"none\"; default: rasid.sock in $RUNTIME_DIRECTORY, without one none"`
	Allow  []string `toml:"allow" jsonschema_description:"ranges of addresses of other machines that are answered, \"192.0.2.10/32\"; empty: this machine only"`
}

type storeTable struct {
	Path     string   `toml:"path" jsonschema_description:"the database file; default: rasid.db in $STATE_DIRECTORY, else in rasid under $XDG_STATE_HOME or ~/.local/state"`
	KeepText duration `toml:"keep_text" jsonschema_description:"how long the texts of articles and the bytes of what was sent are kept, at least 60d; headlines stay; empty: for ever"`
	Keep     duration `toml:"keep" jsonschema_description:"how long entries are kept, with all that hangs on them, at least 400d: a feed that republishes what was forgotten is news; empty: for ever"`
}

type fetchTable struct {
	UserAgent  string   `toml:"user_agent" jsonschema:"default=Rasid/1.0" jsonschema_description:"product token and version by which Rasid names itself to publishers"`
	Contact    string   `toml:"contact" jsonschema_description:"address or page where publishers reach the operator"`
	Timeout    duration `toml:"timeout" jsonschema:"default=30s" jsonschema_description:"time for one request, redirects and body included"`
	Retries    int      `toml:"retries" jsonschema:"default=1,minimum=0,maximum=10" jsonschema_description:"repetitions of a request that failed for a passing reason"`
	Pace       duration `toml:"pace" jsonschema:"default=1s" jsonschema_description:"least time between two requests to one host; 0s: none"`
	PerHost    int      `toml:"per_host" jsonschema:"default=2,minimum=1,maximum=16" jsonschema_description:"requests to one host at once"`
	MaxBytes   int64    `toml:"max_bytes" jsonschema:"default=10485760,minimum=1024" jsonschema_description:"size at which an answer is refused, after decoding"`
	MaxDepth   int      `toml:"max_depth" jsonschema:"default=128,minimum=8,maximum=1024" jsonschema_description:"nesting at which a feed is refused"`
	MaxEntries int      `toml:"max_entries" jsonschema:"default=2000,minimum=1" jsonschema_description:"entries taken from one listing"`
	Wayback    string   `toml:"wayback" jsonschema:"default=https://web.archive.org" jsonschema_description:"address of the Wayback Machine, or of an archive that speaks its forms; it is asked only where a source or rasid backfill --wayback says so"`
	Allow      []string `toml:"allow" jsonschema_description:"ranges of addresses that are not public and may be asked all the same, on any port: \"127.0.0.0/8\""`
}

type readTable struct {
	Every   duration `toml:"every" jsonschema:"default=15m" jsonschema_description:"time between two polls of a source to begin with, at least 5m"`
	Window  duration `toml:"window" jsonschema:"default=168h" jsonschema_description:"articles published longer ago than this when first listed are left alone"`
	Workers int      `toml:"workers" jsonschema:"default=32,minimum=1,maximum=256" jsonschema_description:"requests under way at once, over all hosts"`
}
