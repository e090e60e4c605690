package page

import (
	"io"
	"reflect"
	"time"

	"facetill/flow"
	"facetill/flow/day"
	"facetill/flow/field"
	"facetill/flow/till"
	"facetill/tui/receipt"
	"facetill/tui/text"
	"facetill/tui/theme"
)

// Options of Run. Till, In and Out are needed. The tag config is the key of the
// configuration that fills a field (cmd/config, Fill); the rest is of cmd/cli/till.go.
type Options struct {
	Till Till
	In   io.Reader // a terminal; nil reads no keys
	Out  io.Writer // a terminal
	// Width and Height are columns and rows until the terminal says otherwise;
	// one that is no terminal never does.
	Width, Height int

	Language string `config:"ui.language"` // one of text.Languages(), or "" for the locale's
	Theme    string `config:"ui.theme"`    // one of theme.Names(); "" is "auto"
	Getenv   func(string) string

	FaceEnabled   bool
	Members       bool          // the camera can recognise members, and take their payments
	FaceLimit     flow.Fen      `config:"device.face_limit"`   // 0 is none
	ScanTimeout   time.Duration `config:"flow.scan_timeout"`   // how long the camera waits; 0 is 60 s
	ConfirmWindow time.Duration `config:"flow.confirm_window"` // 0 is 45 s
	IdleAfter     time.Duration `config:"ui.idle_after"`       // 0 never rests
	Bell          bool          `config:"ui.bell"`             // once for paid, twice for not charged, three times for still checking
	Simulated     bool          // marks every page
	Settings      []Setting
	Display       func(till.Display) // hears what the customer may see; must not wait
	DisplayTaken  bool               // the customer's display cannot be fed: its place is somebody else's
	Training      Trainer            // nil where anything is real
	Walk          Walk               // what the till calls; nil shows nothing of it
	Copy          *Copy              // nil for a journal at home
	Cashiers      []Cashier          // who may sign in; nil where nobody has to
	ManagerPIN    bool               // a PIN is wanted where money rule 5.7 says so, and for a day that is closed while a sale is open
	Calendar      day.Calendar       // of business days
	// Bill is what came of holding WeChat's bill against the journal: of which day, "" while
	// nothing is known, and how many findings somebody has to look at. It must not wait.
	Bill func() (day string, look int)
	// Bills are the findings themselves, and what a person may do about each; nil where no
	// bill is compared.
	Bills Bills

	StoreName string `config:"store.name"`
	Lane      string `config:"terminal.lane"`
	Cashier   string `config:"terminal.cashier"`

	Shop receipt.Shop // the head of receipts

	// What the scanner is programmed to send before and behind each scan, "" where
	// nothing is; Enter, a line feed and a tab end a scan in any case.
	ScanPrefix string `config:"scanner.prefix"`
	ScanSuffix string `config:"scanner.suffix"`

	Now func() time.Time // nil is time.Now
}

// WithDefaults is what holds where nothing is configured. Names that stand on pages are
// plain; what a scanner sends is no name.
func (o Options) WithDefaults() Options {
	if o.Getenv == nil {
		o.Getenv = PlainEnv
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
	prefix, suffix := o.ScanPrefix, o.ScanSuffix
	plainNames(reflect.ValueOf(&o).Elem())
	plainNames(reflect.ValueOf(&o.Shop).Elem())
	o.ScanPrefix, o.ScanSuffix = prefix, suffix
	return o
}

// plainNames makes the texts of a struct plain.
func plainNames(of reflect.Value) {
	for _, v := range of.Fields() {
		if v.Kind() == reflect.String {
			v.SetString(field.Plain(v.String()))
		}
	}
}

// PlainEnv is a terminal of UTF-8, and nothing else is wished for.
func PlainEnv(name string) string {
	if name == "LC_ALL" {
		return "C.UTF-8"
	}
	return ""
}

// Look is how the screen looks and speaks on this terminal. Without UTF-8 that is
// ASCII, and English.
func (o Options) Look() (*theme.Theme, *text.Words) {
	ascii, w := !text.UTF8(o.Getenv), text.Choose(o.Language, o.Getenv)
	if ascii {
		w = &text.English
	}
	return theme.New(o.Out, theme.Options{Name: o.Theme, EastAsian: theme.EastAsian(o.Getenv), ASCII: ascii, Getenv: o.Getenv}), w
}
