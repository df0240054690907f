package arabic

// The letters and signs of the Arabic block that the package speaks of (The Unicode Standard, chart U+0600).
const (
	Comma       = '\u060C'
	Semicolon   = '\u061B'
	Question    = '\u061F'
	Hamza       = '\u0621'
	AlefMadda   = '\u0622'
	AlefHamza   = '\u0623'
	WawHamza    = '\u0624'
	AlefBelow   = '\u0625' // alef with hamza below
	YehHamza    = '\u0626'
	Alef        = '\u0627'
	Beh         = '\u0628'
	TehMarbuta  = '\u0629'
	Teh         = '\u062A'
	Theh        = '\u062B'
	Jeem        = '\u062C'
	Hah         = '\u062D'
	Khah        = '\u062E'
	Dal         = '\u062F'
	Thal        = '\u0630'
	Reh         = '\u0631'
	Zain        = '\u0632'
	Seen        = '\u0633'
	Sheen       = '\u0634'
	Sad         = '\u0635'
	Dad         = '\u0636'
	Tah         = '\u0637'
	Zah         = '\u0638'
	Ain         = '\u0639'
	Ghain       = '\u063A'
	Tatweel     = '\u0640'
	Feh         = '\u0641'
	Qaf         = '\u0642'
	Kaf         = '\u0643'
	Lam         = '\u0644'
	Meem        = '\u0645'
	Noon        = '\u0646'
	Heh         = '\u0647'
	Waw         = '\u0648'
	AlefMaksura = '\u0649'
	Yeh         = '\u064A'
	Fathatan    = '\u064B'
	Shadda      = '\u0651'
	Sukun       = '\u0652'
	Percent     = '\u066A'
	Decimal     = '\u066B' // decimal separator
	Thousands   = '\u066C' // thousands separator
	AlefWasla   = '\u0671'
	FullStop    = '\u06D4' // as Urdu and some Gulf typesetters write it
)

// Letters of neighbouring languages and dialects that stand in Arabic text for a sound or a shape.
const (
	Peh         = '\u067E'
	Tcheh       = '\u0686'
	Jeh         = '\u0698'
	Veh         = '\u06A4'
	QafThree    = '\u06A8' // Tunisian and Algerian g
	Keheh       = '\u06A9' // Persian kaf
	KafSwash    = '\u06AA'
	Ng          = '\u06AD' // Moroccan g
	Gaf         = '\u06AF'
	HehDoachash = '\u06BE'
	HehGoal     = '\u06C1'
	FarsiYeh    = '\u06CC'
	YehBarree   = '\u06D2'
	Ae          = '\u06D5'
)

// Invisible characters that steer direction (Unicode Standard Annex #9, section 2).
const (
	arabicLetterMark = '\u061C'
	firstIsolate     = '\u2068' // FSI
	popIsolate       = '\u2069' // PDI
)
