package tui

import (
	"context"
	"io"
	"time"

	"facetill/flow"
	"facetill/flow/till"
	"facetill/tui/receipt"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// Till is what the screen needs from the flow.
type Till interface {
	// Begin admits a sale. Its errors: *flow.PossibleDuplicateError, *flow.SalesSuspendedError,
	// *field.Error, and a journal's. With an error nothing has begun. watch
	// hears of the attempt as long as this process drives it.
	Begin(ctx context.Context, r flow.SaleRequest, watch flow.Observer) (till.Sale, error)
	// Pending gives what is driven in the background, what waits for a person, and
	// what a person resolved and WeChat has otherwise.
	Pending(ctx context.Context) ([]flow.Attempt, error)
	// Recent gives this lane's attempts, newest first. A few are enough.
	Recent(ctx context.Context) ([]flow.Attempt, error)
	// Shown makes durable that PAID stood on the screen for a second (money rule 5.3).
	Shown(ctx context.Context, no flow.OutTradeNo) error
	// Claim takes a person's word about an unclaimed charge: the goods were
	// given, or the money is to be given back (money rule 5.2).
	Claim(ctx context.Context, no flow.OutTradeNo, given bool, by string) error
	// Resolve takes a person's word about an attempt that no rule can end (money
	// rule 5.7). pin is the manager's, "" where none was asked for.
	Resolve(ctx context.Context, w flow.Resolution, pin string) (flow.Attempt, error)
	// AskNow makes one query about an open attempt of the background.
	AskNow(no flow.OutTradeNo)
	// Tries gives what this process does in the background, by number: the last
	// update of each attempt that it drives. It reads memory alone.
	Tries() map[flow.OutTradeNo]flow.Update
	// Camera gives the code of what ails the camera, "" where it is ready or there
	// is none. It reads memory alone.
	Camera() string
	// Recognise shows the camera until a member is recognised. A zero Member is
	// nobody: that is no error, and neither is the end of ctx.
	Recognise(ctx context.Context) (till.Member, error)
	// History gives this lane's attempts of the day of an instant, newest first.
	History(ctx context.Context, day time.Time) ([]flow.Attempt, error)
	// Day adds the day of an instant up, for all lanes of the journal.
	Day(ctx context.Context, day time.Time) (till.Day, error)
	// CheckPIN is nil for the manager's PIN, and for any where none is set. It
	// takes some 40 ms on purpose.
	CheckPIN(pin string) error
	// Timeline gives the durable facts of an attempt.
	Timeline(ctx context.Context, no flow.OutTradeNo) ([]flow.Event, error)
}

// Options of Run. Till, In and Out are needed.
type Options struct {
	Till Till
	In   io.Reader // a terminal; nil reads no keys
	Out  io.Writer // a terminal
	// Width and Height are columns and rows until the terminal says otherwise;
	// one that is no terminal never does.
	Width, Height int

	Language string // one of text.Languages(), or "" for the locale's
	Theme    string // one of theme.Names(); "" is "auto"
	Getenv   func(string) string

	FaceEnabled   bool
	Members       bool          // the camera can recognise members, and take their payments
	FaceLimit     flow.Fen      // 0 is none
	ScanTimeout   time.Duration // how long the camera waits; 0 is 60 s
	ConfirmWindow time.Duration // [flow] confirm_window; 0 is 45 s
	IdleAfter     time.Duration // 0 never rests
	Bell          bool          // once for paid, twice for not charged, three times for still checking
	Simulated     bool          // marks every page
	Settings      []Setting
	Display       func(Shown) // hears what the customer may see; must not wait
	DisplayTaken  bool        // the customer's display cannot be fed: its place is somebody else's
	Training      Trainer     // nil where anything is real
	Copy          *Copy       // nil for a journal at home
	ManagerPIN    bool        // a PIN is wanted where money rule 5.7 says so, and for a day's sum while a sale is open

	StoreName, Lane, Cashier string

	Shop receipt.Shop // the head of receipts

	// What the scanner is programmed to send before and behind each scan, "" where
	// nothing is; Enter, a line feed and a tab end a scan in any case.
	ScanPrefix, ScanSuffix string

	Now func() time.Time // nil is time.Now
}

func (o Options) withDefaults() Options {
	if o.Getenv == nil {
		o.Getenv = plainEnv
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.ScanTimeout <= 0 {
		o.ScanTimeout = 60 * time.Second
	}
	if o.ConfirmWindow <= 0 {
		o.ConfirmWindow = 45 * time.Second
	}
	return o
}

// plainEnv is a terminal of UTF-8, and nothing else is wished for.
func plainEnv(name string) string {
	if name == "LC_ALL" {
		return "C.UTF-8"
	}
	return ""
}

// look is how the screen looks and speaks on this terminal. Without UTF-8 that is
// ASCII, and English.
func (o Options) look() (*theme.Theme, *text.Words) {
	ascii, w := !text.UTF8(o.Getenv), text.Choose(o.Language, o.Getenv)
	if ascii {
		w = &text.English
	}
	return theme.New(o.Out, theme.Options{Name: o.Theme, EastAsian: theme.EastAsian(o.Getenv), ASCII: ascii, Getenv: o.Getenv}), w
}

// Words gives the strings of a configured language, else of the locale.
func Words(language string, getenv func(string) string) *text.Words {
	return text.Choose(language, getenv)
}
